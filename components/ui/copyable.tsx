"use client";

import { useRef, useState } from "react";
import { Icon } from "./icon.tsx";

/** A line to put into a terminal, with a button that copies it. Selecting it by hand works as well. */
export function Copyable({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const code = useRef<HTMLElement>(null);
  const copy = async () => {
    // On plain http browsers have no clipboard: then it is chosen, and ⌘ or Ctrl-C copies it.
    if (!("clipboard" in navigator)) {
      if (code.current) getSelection()?.selectAllChildren(code.current);
      return;
    }
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <span className="flex w-fit max-w-full items-center justify-between gap-2 rounded-control border border-line bg-sunken pl-3">
      <code ref={code} className="py-1.5 font-mono text-small break-all text-ink select-all">
        {text}
      </code>
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={copied ? "Copied" : `Copy ${text}`}
        className="touch-target inline-flex size-8 shrink-0 items-center justify-center text-meta hover:text-ink pointer-coarse:w-11"
      >
        {copied ? <Icon name="check" className="size-4 text-success" /> : <Icon name="copy" className="size-4" />}
      </button>
    </span>
  );
}
