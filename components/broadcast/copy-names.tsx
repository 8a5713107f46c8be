"use client";

import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { controlClass } from "../ui/control-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { toast } from "../ui/toast.ts";
import { grouped } from "#lib/grouped.ts";

/** Puts usernames on the clipboard, a line each. On plain http browsers have none: then they are shown, chosen, to be copied by hand. */
export function CopyNames({ names }: { names: readonly string[] }) {
  const [shown, setShown] = useState(false);
  const text = names.join("\n");
  const words = `${grouped(names.length)} ${names.length === 1 ? "name" : "names"}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async () => {
    if (!("clipboard" in navigator)) {
      setShown(true);
      queueMicrotask(() => field.current?.select());
      return;
    }
    await navigator.clipboard.writeText(text);
    toast("success", `${words} copied`);
  };
  return (
    <>
      <Button small look="quiet" disabled={names.length === 0} onClick={() => void copy()} className="print:hidden">
        <Icon name="copy" className="size-4" />
        Copy {words}
      </Button>
      {shown && (
        <textarea ref={field} aria-label="Names" readOnly value={text} rows={4} className={cx(controlClass, "py-2")} />
      )}
    </>
  );
}
