"use client";

import { grouped } from "#lib/grouped.ts";
/**
 * How many have arrived out of sight, above. A press of it takes the focus from nothing; where it has the focus itself, that goes
 * with it.
 * @param onShow goes there; the pill is gone then
 */
export function NewPill({ waiting, onShow }: { waiting: number; onShow: (hadFocus: boolean) => void }) {
  return (
    <div className="pointer-events-none sticky top-15 z-20 -mb-3 flex h-0 justify-center">
      {waiting > 0 && (
        <button
          type="button"
          onMouseDown={(event) => event.preventDefault()}
          onClick={({ currentTarget }) => onShow(currentTarget === document.activeElement)}
          className="touch-target pointer-events-auto inline-flex h-9 animate-rise items-center gap-1.5 inverted rounded-full px-4 font-medium shadow-popup"
        >
          <span aria-hidden>↑</span>
          {grouped(waiting)} new
        </button>
      )}
    </div>
  );
}
