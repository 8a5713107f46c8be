import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { toneText, toneTint, type Tone } from "./tone.ts";

const icons: Record<Tone, IconName> = {
  neutral: "circle-alert",
  info: "info",
  success: "circle-check",
  warning: "triangle-alert",
  error: "circle-x",
  progress: "loader-circle",
};

export interface NoticeProps {
  tone: Tone;
  /** What is the case, in a few words. */
  title: string;
  /** Why, and what to do. */
  children?: ReactNode;
  action?: ReactNode;
  /** Announced at once; for what a press of theirs led to. */
  alert?: boolean;
}

/** Something a person should know about the page they look at. */
export function Notice({ tone, title, children, action, alert }: NoticeProps) {
  return (
    <div
      role={alert ? "alert" : undefined}
      className={cx("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-card border px-4 py-3", toneTint[tone])}
    >
      <Icon name={icons[tone]} className={cx("mt-0.5 size-4.5 shrink-0", toneText[tone])} />
      <div className="flex min-w-48 flex-1 flex-col gap-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="flex flex-col gap-2 text-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
