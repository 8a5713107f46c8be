import type { Notification } from "#lib/inbox/schema.ts";
import { sentence, textOf, type Sentence } from "#lib/inbox/sentence.ts";
import type { Row } from "./rows.ts";
import { grouped } from "#lib/grouped.ts";

/** What the types are called in number, and the word before a channel. */
const words: Record<string, [many: string, before: string]> = {
  "job-scheduled": ["builds requested", ""],
  "job-started": ["builds started", ""],
  "job-finished": ["packages built", ""],
  "package-uploaded": ["uploads", "to"],
  "package-promoted": ["promotions", "to"],
  "package-demoted": ["demotions", "from"],
  "dep-promoted": ["dependencies", "now"],
};

const packageOf = ({ data }: Notification) => textOf(data, "package") ?? "";
/** So many names tell what it is about. */
const mostNames = 4;

/** What a row says: of a burst, how many of which kind, and the names of some. */
export function rowSentence({ newest, members }: Row): Sentence {
  const one = sentence(newest);
  if (!members) return one;
  const names = [...new Set(members.map((row) => packageOf(row.newest)))];
  const rest = names.length - mostNames;
  const [many, before] = words[newest.type] ?? [newest.type, ""];
  const channel = textOf(newest.data, "channel");
  return {
    kind: one.kind,
    spans: [{ strong: `${grouped(members.length)} ${many}` }, channel === undefined ? "" : ` ${before} ${channel}`],
    meta: [`${names.slice(0, mostNames).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`],
  };
}

const stages: Partial<Record<Sentence["kind"], string>> = {
  requested: "scheduled",
  started: "started",
  built: "built",
  failed: "failed",
};

/** The stages of a build so far, oldest first: `scheduled → started → failed`. Nothing where there is but one. */
export function historyOf({ all, members }: Pick<Row, "all" | "members">): string | undefined {
  if (all.length < 2 || members) return undefined;
  return all
    .map((item) => stages[sentence(item).kind] ?? item.type)
    .reverse()
    .join(" → ");
}
