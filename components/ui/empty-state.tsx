import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** Nothing to show, and why, and what to do about it. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <Icon name={icon} className="mb-2 size-6 stroke-[1.5] text-meta" />
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-[48ch] text-small text-meta">{children}</div>}
    </div>
  );
}
