import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { Moment } from "../ui/moment.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Status } from "../ui/status.tsx";
import { took } from "./result-summary.ts";
import { variantLook } from "./variant-look.ts";

const counted = (count: number, one: string, more: string) =>
  count > 0 && `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** Type, sender, when, for whom and how long it stays. */
export function ResultMeta({ state, broadcast }: Pick<BroadcastDocument, "state" | "broadcast">) {
  const { word, tone, icon } = variantLook[broadcast.type];
  const groups = broadcast.recipients?.filter((name) => name.startsWith("group:")).length ?? 0;
  const people = (broadcast.recipients?.length ?? 0) - groups;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-small text-meta">
      <Status icon={icon} tone={tone}>
        {word}
      </Status>
      <span>
        by <bdi>{broadcast.sender}</bdi> ·{" "}
        {state === "scheduled" && broadcast.sendAtISO !== null ? (
          <Moment iso={broadcast.sendAtISO} />
        ) : (
          <RelativeTime iso={broadcast.sentISO} />
        )}
      </span>
      <span>
        {broadcast.recipients === null
          ? "To everybody"
          : `To ${[counted(people, "person", "people"), counted(groups, "group", "groups")].filter(Boolean).join(" and ")}`}
      </span>
      <span>
        {broadcast.autoClose === false ? "Stays until dismissed" : `Closes after ${took(broadcast.autoClose)}`}
      </span>
    </p>
  );
}
