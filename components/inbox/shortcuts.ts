import { storedValue } from "../ui/stored-value.ts";

/** Whether single keys do something; a person who dictates, or types by accident, turns them off. */
export const shortcutsOff = storedValue<boolean>("belfry shortcuts off");

export type Shortcut = "j" | "k" | "e" | "r" | "u" | "?";

const isShortcut = (key: string): key is Shortcut => "jkeru?".includes(key) && key.length === 1;

/** The shortcut a key stands for; nothing while somebody types, holds a modifier, or has a dialog open. */
export function shortcutOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
  isComposing,
  target,
}: KeyboardEvent): Shortcut | undefined {
  if (!isShortcut(key) || ctrlKey || metaKey || altKey || isComposing || shortcutsOff.get()) return undefined;
  if (target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=menu], dialog"))
    return undefined;
  return document.querySelector("dialog[open]") ? undefined : key;
}
