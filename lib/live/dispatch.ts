import { emitArrivals, emitChange, type Heads } from "./emit.ts";
import type { Hub } from "./hub.ts";
import type { Topic } from "#lib/bus/topics.ts";
import { emitProgress } from "./emit-progress.ts";
import { mostArrivals, readArrivals, type Arrival, type Stretch } from "./read-arrivals.ts";
import { refresh } from "./refresh.ts";
import type { Subscribers } from "./subscribers.ts";

type ChangeNotice = Extract<Topic, { about: "inbox" | "audience" }>;

/** Arrivals, and what happened to inboxes after these and before any later ones. */
interface Stage {
  heads: Map<number, number>;
  changes: ChangeNotice[];
}

/**
 * Turns what was announced into events, in the order of commits: who left an origin sees nothing that was published
 * after, and a `cleared` never overtakes what it cleared. All feeds touched are read in one statement, no further than announced.
 */
export async function dispatch(hub: Hub, notices: readonly Topic[]): Promise<void> {
  const { subscribers } = hub;
  if (subscribers.people.size === 0) return;
  // A feed that is new, to an audience that has subscribers here, starts at 0: all in it is news to them.
  for (const notice of notices)
    if (notice.about === "feed" && notice.audience !== undefined)
      subscribers.addFeed({ id: notice.feedId, audience: notice.audience, head: 0 });
  const stages = staged(notices);
  const stretches = stretchesOf(subscribers, stages);
  const arrivals = await arrivalsIn(hub, stretches);
  const leaps = new Set(stretches.filter((stretch) => !tellable(stretch)).map(({ feedId }) => feedId));
  for (const { heads, changes } of stages) {
    const moved = new Map(
      [...heads].filter(([feedId, head]) => head > (subscribers.feeds.get(feedId)?.head ?? Infinity)),
    );
    await emitArrivals(subscribers, within(moved, subscribers, arrivals), moved, leaps);
    await makeChanges(hub, changes);
  }
  for (const notice of notices) if (notice.about === "rights") endStreamsOf(subscribers, notice.personId);
  await emitProgress(
    hub,
    notices.flatMap((notice) => (notice.about === "broadcast" ? notice.id : [])),
  );
}

function staged(notices: readonly Topic[]): Stage[] {
  const stages: Stage[] = [];
  let last: Stage | undefined;
  for (const notice of notices) {
    if (notice.about !== "feed" && notice.about !== "inbox" && notice.about !== "audience") continue;
    if (!last || (notice.about === "feed" && last.changes.length > 0))
      stages.push((last = { heads: new Map(), changes: [] }));
    if (notice.about !== "feed") last.changes.push(notice);
    else last.heads.set(notice.feedId, Math.max(notice.head, last.heads.get(notice.feedId) ?? 0));
  }
  return stages;
}

const tellable = ({ after, upTo }: Stretch) => upTo - after <= mostArrivals;

/** What is new in all stages together. */
function stretchesOf(subscribers: Subscribers, stages: readonly Stage[]): Stretch[] {
  const upTo = new Map<number, number>();
  for (const { heads } of stages)
    for (const [feedId, head] of heads) upTo.set(feedId, Math.max(head, upTo.get(feedId) ?? 0));
  return [...upTo].flatMap(([feedId, head]) => {
    const after = subscribers.feeds.get(feedId)?.head ?? Infinity;
    return head > after ? { feedId, after, upTo: head } : [];
  });
}

/** What is to be told of some stretches: read, as far as this instance did not store it itself. By rising id. */
async function arrivalsIn({ db, storedHere }: Hub, stretches: readonly Stretch[]): Promise<Arrival[]> {
  const unknown: Stretch[] = [];
  const known: Arrival[] = [];
  for (const stretch of stretches) {
    const stored = storedHere.take(stretch);
    if (!tellable(stretch)) continue;
    if (stored) known.push(...stored);
    else unknown.push(stretch);
  }
  return [...known, ...(await readArrivals(db, unknown))].sort((a, b) => a.id - b.id || a.feedId - b.feedId);
}

const within = (heads: Heads, subscribers: Subscribers, arrivals: readonly Arrival[]) =>
  arrivals.filter(
    ({ feedId, seq }) => seq <= (heads.get(feedId) ?? 0) && seq > (subscribers.feeds.get(feedId)?.head ?? Infinity),
  );

async function makeChanges(hub: Hub, changes: readonly ChangeNotice[]): Promise<void> {
  const changed = new Set<number>();
  for (const notice of changes) {
    if (notice.about === "audience") {
      for (const { personId } of hub.subscribers.audiences.get(notice.audience)?.subscribers ?? [])
        changed.add(personId);
      continue;
    }
    const { personId, version, change } = notice;
    const subscriber = hub.subscribers.people.get(personId);
    if (!subscriber || version <= subscriber.version || changed.has(personId)) continue;
    // What a reset stands for may be another audience; a version left out was announced in vain.
    if (change.event === "reset" || version > subscriber.version + 1) changed.add(personId);
    else {
      subscriber.version = version;
      emitChange(hub.subscribers, subscriber, change);
    }
  }
  await refresh(hub, changed);
}

/** Their readers ask again, and are let in with the rights they have by then. */
export function endStreamsOf(subscribers: Subscribers, personId: number): void {
  for (const stream of subscribers.people.get(personId)?.streams ?? []) stream.end();
}
