import { Moment } from "../ui/moment.tsx";
import { Table, cellClass, deskOnly, rowClass } from "../ui/table.tsx";
import { cx } from "../ui/cx.ts";
import { auditWords, type ListedEntry } from "./audit-words.ts";

const heads = [
  { word: "Who", className: `${deskOnly} sm:w-[22%]` },
  { word: "Did what", className: "max-sm:px-4" },
  { word: "When", className: `${deskOnly} sm:w-[20%]` },
];

const viaWords: Record<ListedEntry["via"], string | undefined> = {
  session: undefined,
  token: "with a token",
  hub: "through the hub",
  "sign-in": undefined,
  start: "when the server started",
};

/** Entries of the audit log. On a phone each is one cell. */
export function AuditList({ entries }: { entries: readonly ListedEntry[] }) {
  return (
    <Table label="Audit log" heads={heads}>
      {entries.map((entry) => (
        <EntryRow key={entry.id} entry={entry} />
      ))}
    </Table>
  );
}

function EntryRow({ entry }: { entry: ListedEntry }) {
  const { done, more } = auditWords(entry);
  const who = entry.actor === "" ? "Somebody unknown" : entry.actor;
  const via = viaWords[entry.via];
  return (
    <tr className={rowClass}>
      <td className={cx(cellClass, deskOnly)}>
        <span className="block truncate font-medium" title={who}>
          {who}
        </span>
        {via !== undefined && <span className="block truncate text-small text-meta">{via}</span>}
      </td>
      <td className={cx(cellClass, "max-sm:px-4")}>
        <span className="block wrap-anywhere">
          <span className="font-medium sm:hidden">{who} </span>
          {done}
        </span>
        {more !== undefined && <span className="block text-small wrap-anywhere text-meta">{more}</span>}
        <span className="block text-small text-meta sm:hidden">
          <Moment iso={entry.atISO} />
          {via !== undefined && ` · ${via}`}
        </span>
      </td>
      <td className={cx(cellClass, deskOnly, "text-small text-meta")}>
        <Moment iso={entry.atISO} />
      </td>
    </tr>
  );
}
