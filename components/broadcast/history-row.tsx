import Link from "next/link";
import type { SentBroadcast } from "#lib/broadcast/document.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { Moment } from "../ui/moment.tsx";
import { useNow } from "../ui/now.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { toneText } from "../ui/tone.ts";
import { summarize } from "./result-summary.ts";
import { variantLook } from "./variant-look.ts";
import { grouped } from "#lib/grouped.ts";

/** One past broadcast: its type, its message, who sent it and when, and how many labs got it. */
export function HistoryRow({ sent, open }: { sent: SentBroadcast; open: boolean }) {
  const { word, tone, icon } = variantLook[sent.type];
  const summary = summarize({ ...sent, planned: sent.state !== "running" });
  const now = useNow();
  // What was sent may be a few seconds ahead of a clock that ticks every ten; only these can be ahead in truth.
  const ahead = (sent.state === "scheduled" || sent.state === "cancelled") && Date.parse(sent.sentISO) > now;
  const count = sent.total > 0 ? `${grouped(sent.delivered)}/${grouped(sent.total)}` : summary.words;
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        href={`/hub/notifications/${sent.id}`}
        prefetch={false}
        aria-current={open ? "true" : undefined}
        className={cx(
          "flex min-h-14 items-center gap-3 px-4 py-2 transition-colors duration-150 hover:bg-hover focus-visible:-outline-offset-2 max-sm:min-h-16 sm:px-5",
          open && "bg-hover forced-colors:outline-2 forced-colors:-outline-offset-2",
        )}
      >
        <Icon name={icon} className={cx("size-4.5 shrink-0", toneText[tone])} />
        <span className="min-w-0 flex-1">
          <span className="sr-only">{word}: </span>
          <span dir="auto" className="block truncate">
            {sent.message}
          </span>
          <span className="block truncate text-small text-meta">
            <bdi>{sent.sender}</bdi> · {ahead ? <Moment iso={sent.sentISO} /> : <RelativeTime iso={sent.sentISO} />}
          </span>
        </span>
        <span className={cx("inline-flex shrink-0 items-center gap-1.5 text-small", toneText[summary.tone])}>
          <Icon name={summary.icon} className={cx("size-4", summary.atWork && "animate-spin")} />
          {count}
        </span>
      </Link>
    </li>
  );
}
