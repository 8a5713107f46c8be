"use client";

import { Button } from "../ui/button.tsx";
import { storedValue } from "../ui/stored-value.ts";
import { Switch } from "../ui/switch.tsx";
import { useStore } from "../ui/use-store.ts";
import { ShortcutHint } from "./shortcut-hint.tsx";

/** How long a send is held where somebody wants that. */
export const holdS = 5;

/** Whether sends are held, in this browser. */
export const holdsSends = storedValue<boolean>("belfry hold");

export interface SendBarProps {
  /** What the button says. */
  words: string;
  /** Whether it can't be sent as it is, and why, in words, unless nothing was begun yet. */
  off: boolean;
  blocked: string | undefined;
  blockedId: string;
  describedBy: string;
  pending: boolean;
  onSend: () => void;
  /** Whether it goes out at once: only that can be held. */
  now: boolean;
  /** Of one that is held: seconds until it goes out. */
  leftS: number | undefined;
  onCancel: () => void;
}

/**
 * The button that sends, with how many it reaches and the keys that do the same. It stays at the foot of the window while
 * the form is longer than that, on a phone above the tabs.
 */
export function SendBar({
  words,
  off,
  blocked,
  blockedId,
  describedBy,
  pending,
  onSend,
  now,
  leftS,
  onCancel,
}: SendBarProps) {
  const hold = useStore(holdsSends) === true;
  const holding = leftS !== undefined;
  return (
    <div
      data-foot
      className="sticky bottom-[calc(3.5rem+1px+env(safe-area-inset-bottom))] z-10 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-b-card border-t border-line bg-surface px-4 py-3 sm:bottom-0 sm:px-5"
    >
      <Button
        look="primary"
        onClick={onSend}
        disabled={off}
        pending={pending || holding}
        describedBy={describedBy}
        className="max-sm:flex-1"
      >
        {holding ? `Sending in ${leftS} s` : words}
      </Button>
      {holding && (
        <Button onClick={onCancel} className="max-sm:flex-1">
          Cancel
        </Button>
      )}
      {now && !holding && (
        <span className="text-small text-soft sm:order-last sm:ml-auto">
          <Switch
            label={`Hold for ${holdS} s`}
            checked={hold}
            onChange={(on) => holdsSends.set(on ? true : undefined)}
          />
        </span>
      )}
      <p id={blockedId} className="text-small text-meta empty:hidden">
        {holding ? <span className="max-sm:hidden">Esc takes it back too</span> : (blocked ?? <ShortcutHint />)}
      </p>
      <span role="status" className="sr-only">
        {holding && `Held for ${holdS} seconds. Cancel or Escape takes it back.`}
      </span>
    </div>
  );
}
