import Link from "next/link";
import { cx } from "../ui/cx.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Status } from "../ui/status.tsx";
import { Table, cellClass, deskOnly, rowClass } from "../ui/table.tsx";
import type { ListedOrigin } from "./origin.ts";
import { grouped } from "#lib/grouped.ts";

const heads = [
  { word: "Origin" },
  { word: "Members", className: "w-26 text-right max-sm:pr-4 sm:w-[20%]" },
  { word: "Registered", className: `${deskOnly} sm:w-[25%]` },
];

/** Origins, each with the way to its members. */
export function OriginList({ origins }: { origins: readonly ListedOrigin[] }) {
  return (
    <Table label="Origins" heads={heads}>
      {origins.map(({ name, members, createdISO, givenUp }) => (
        <tr key={name} className={cx(rowClass, "relative transition-colors duration-150 hover:bg-hover")}>
          <th scope="row" className={cx(cellClass, "font-medium")}>
            {/* The whole row leads there; the link alone is what is heard and focused. */}
            <Link
              href={`/admin/origins/${name}`}
              title={name}
              className="block truncate after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {name}
            </Link>
            {givenUp && (
              <span className="block text-small font-normal">
                <Status icon="circle-slash" tone="error">
                  An outlet rests
                </Status>
              </span>
            )}
          </th>
          <td className={cx(cellClass, "text-right max-sm:pr-4")}>{grouped(members)}</td>
          <td className={cx(cellClass, deskOnly, "text-small text-meta")}>
            <RelativeTime iso={createdISO} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
