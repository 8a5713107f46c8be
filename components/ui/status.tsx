import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { toneText, type Tone } from "./tone.ts";

/** A state as icon, colour and word. */
export function Status({
  icon,
  tone,
  spinning,
  children,
}: {
  icon: IconName;
  tone: Tone;
  spinning?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={cx("inline-flex items-center gap-1.5 align-bottom", toneText[tone])}>
      <Icon name={icon} className={cx("size-4 shrink-0", spinning && "animate-spin")} />
      <span>{children}</span>
    </span>
  );
}
