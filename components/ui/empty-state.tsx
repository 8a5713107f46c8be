import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Nothing to show, and why, and what to do about it. */
export function EmptyState({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <Icon aria-hidden className="mb-2 size-6 text-meta" strokeWidth={1.5} />
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-[48ch] text-small text-meta">{children}</div>}
    </div>
  );
}
