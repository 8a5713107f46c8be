import { storedValue } from "../ui/stored-value.ts";

/** Whether single keys do something; a person who dictates, or types by accident, turns them off. */
export const shortcutsOff = storedValue<boolean>("belfry shortcuts off");

export type Shortcut = "j" | "k" | "e" | "r" | "x" | "u" | "/" | "?" | "choose down" | "choose up" | "end";

const isSingle = (key: string): key is Shortcut => "jkerxu/?".includes(key) && key.length === 1;

/** Keys that are nobody's dictation. */
const others: Record<string, Shortcut> = { ArrowDown: "choose down", ArrowUp: "choose up" };

/** The shortcut a key stands for; nothing while somebody types, holds a modifier, or has a dialog open. */
export function shortcutOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  isComposing,
  target,
}: KeyboardEvent): Shortcut | undefined {
  const shortcut =
    key === "Escape"
      ? "end"
      : shiftKey && Object.hasOwn(others, key)
        ? others[key]
        : isSingle(key) && !shortcutsOff.get()
          ? key
          : undefined;
  if (!shortcut || ctrlKey || metaKey || altKey || isComposing) return undefined;
  if (target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=menu], dialog"))
    return undefined;
  return document.querySelector("dialog[open]") ? undefined : shortcut;
}
