import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { lasting } from "#lib/broadcast/lasting.ts";
import { Moment } from "../ui/moment.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Status } from "../ui/status.tsx";
import { took } from "./result-summary.ts";
import { variantLook } from "./variant-look.ts";
import { grouped } from "#lib/grouped.ts";

const counted = (count: number, one: string, more: string) =>
  count > 0 && `${grouped(count)} ${count === 1 ? one : more}`;

/** How many people and groups some names are. */
function countNames(names: readonly string[]): string {
  const groups = names.filter((name) => name.startsWith("group:")).length;
  return [counted(names.length - groups, "person", "people"), counted(groups, "group", "groups")]
    .filter(Boolean)
    .join(" and ");
}

/** Type, sender, when it was sent and how long that took, for whom, how long it stays and how long it is valid. */
export function ResultMeta({
  sent: { state, broadcast, durationMs, total },
  absolute = false,
}: {
  sent: Pick<BroadcastDocument, "state" | "broadcast" | "durationMs" | "total">;
  /** Days and times, and not how long ago. */
  absolute?: boolean;
}) {
  const { word, tone, icon } = variantLook[broadcast.type];
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-small text-meta">
      <Status icon={icon} tone={tone}>
        {word}
      </Status>
      <span>
        by <bdi>{broadcast.sender}</bdi> ·{" "}
        {state === "scheduled" && broadcast.sendAtISO !== null ? (
          <Moment iso={broadcast.sendAtISO} />
        ) : absolute ? (
          <Moment iso={broadcast.sentISO} seconds />
        ) : (
          <RelativeTime iso={broadcast.sentISO} />
        )}
        {durationMs !== null && total > 0 && ` · took ${took(durationMs)}`}
      </span>
      <span>
        To {broadcast.recipients ? countNames(broadcast.recipients) : "everybody"}
        {broadcast.except && ` but ${countNames(broadcast.except)}`}
      </span>
      <span>
        {broadcast.autoClose === false ? "Stays until dismissed" : `Closes after ${took(broadcast.autoClose)}`}
      </span>
      {broadcast.validFor !== null && state !== "waiting" && (
        <span>
          {broadcast.validUntilISO === null ? (
            `Valid for ${lasting(broadcast.validFor)}`
          ) : (
            <>
              Valid until <Moment iso={broadcast.validUntilISO} />
            </>
          )}
        </span>
      )}
    </p>
  );
}
