import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A list with columns. On a phone only what matters most stays a column; the rest moves into the first cell. */
export function Table({
  label,
  heads,
  children,
}: {
  label: string;
  heads: readonly { word: string; className?: string; hidden?: boolean }[];
  children: ReactNode;
}) {
  return (
    <table aria-label={label} className="w-full table-fixed border-separate border-spacing-0 text-left">
      <thead className="text-small">
        <tr>
          {heads.map(({ word, className, hidden }) => (
            <th
              key={word}
              scope="col"
              className={cx("h-9 border-b border-line font-medium text-soft", cellClass, className)}
            >
              {hidden ? <span className="sr-only">{word}</span> : word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** A cell's room: as a card's own at both ends of a row. */
export const cellClass = "px-2 first:pl-4 last:pr-4 sm:px-3 sm:first:pl-5 sm:last:pr-5";

/** A row's height and the line below it, on its cells. */
export const rowClass = "*:h-14 *:border-b *:border-line *:py-2 last:*:border-b-0 max-sm:*:h-16";

/** A cell that a phone has no room for. */
export const deskOnly = "max-sm:hidden";
