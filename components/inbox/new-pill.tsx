"use client";

/** How many have arrived out of sight, above; pressed, it goes there. */
export function NewPill({ waiting }: { waiting: number }) {
  return (
    <div role="status" className="pointer-events-none sticky top-15 z-20 -mb-3 flex h-0 justify-center">
      {waiting > 0 && (
        <button
          type="button"
          onClick={() => window.scrollTo({ top: 0 })}
          className="touch-target pointer-events-auto inline-flex h-9 animate-rise items-center gap-1.5 rounded-full bg-ink px-4 font-medium text-surface shadow-popup"
        >
          <span aria-hidden>↑</span>
          {waiting.toLocaleString("en")} new
        </button>
      )}
    </div>
  );
}
