import Link from "next/link";
import { Icon } from "./icon.tsx";

/** The way to the list that something was opened from. */
export function BackLink({ href, children }: { href: `/${string}`; children: string }) {
  return (
    <Link
      href={href}
      className="touch-target inline-flex items-center gap-1 self-start print:hidden text-small text-soft hover:text-ink"
    >
      <Icon name="chevron-left" className="size-4" />
      {children}
    </Link>
  );
}
