"use client";

import { useHydrated } from "../ui/use-hydrated.ts";

/** Which keys send. Macs have their own; the server can't know. */
export function ShortcutHint() {
  const isMac = useHydrated() && /Mac|iPhone|iPad/.test(navigator.userAgent);
  return (
    <span className="max-sm:hidden pointer-coarse:hidden">
      <kbd className="rounded-[0.25rem] border border-line bg-sunken px-1.5 py-0.5 font-sans">
        {isMac ? "⌘ Enter" : "Ctrl Enter"}
      </kbd>{" "}
      does the same
    </span>
  );
}
