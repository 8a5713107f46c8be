import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { Notice } from "../ui/notice.tsx";
import { grouped } from "#lib/grouped.ts";

/** So many names say enough. */
const shownNames = 20;

/** Who was not reached without having failed: recipients that the hub doesn't know, and whom its list may have left out. */
export function ResultNotes({ sent: { unknown = [], warning } }: { sent: BroadcastDocument }) {
  const more = unknown.length - shownNames;
  return (
    <>
      {unknown.length > 0 && (
        <Notice
          tone="warning"
          title={
            unknown.length === 1
              ? "The hub doesn’t know 1 recipient"
              : `The hub doesn’t know ${grouped(unknown.length)} recipients`
          }
        >
          <p className="[overflow-wrap:anywhere]">
            {unknown.slice(0, shownNames).map((name, index) => (
              <span key={name}>
                {index > 0 && ", "}
                <bdi>{name}</bdi>
              </span>
            ))}
            {more > 0 && ` and ${grouped(more)} more`}. They got nothing.
          </p>
        </Notice>
      )}
      {warning !== undefined && <Notice tone="warning" title={warning} />}
    </>
  );
}
