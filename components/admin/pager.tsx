import Link from "next/link";
import { buttonClass } from "../ui/button-class.ts";
import { listAddress } from "./list-address.ts";
import { grouped } from "#lib/grouped.ts";

export interface PagerProps {
  label: string;
  path: `/${string}`;
  page: number;
  pageSize: number;
  total: number;
  /** What else stands in the address and stays. */
  params: Record<string, string>;
}

/** The ways to the parts of a list before and after the one shown; nothing when all of it is. */
export function Pager({ label, path, page, pageSize, total, params }: PagerProps) {
  const start = (page - 1) * pageSize;
  if (total <= pageSize && page === 1) return null;
  return (
    <nav
      aria-label={label}
      className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2 sm:px-5"
    >
      <p className="text-small text-meta">
        {start < total
          ? `${grouped(start + 1)}–${grouped(Math.min(start + pageSize, total))} of ${grouped(total)}`
          : `${grouped(total)} in all`}
      </p>
      <div className="flex gap-2">
        {page > 1 && (
          <Link href={listAddress(path, { ...params, page: page - 1 })} className={buttonClass("secondary", true)}>
            Previous
          </Link>
        )}
        {start + pageSize < total && (
          <Link href={listAddress(path, { ...params, page: page + 1 })} className={buttonClass("secondary", true)}>
            Next
          </Link>
        )}
      </div>
    </nav>
  );
}
