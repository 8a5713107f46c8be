import type { Writable } from "node:stream";
import { recentBroadcasts } from "#lib/broadcast/progress.ts";
import { can, type Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { replay, type Behind } from "./replay.ts";
import { encode, type Chunk } from "./event.ts";
import type { Hub } from "./hub.ts";
import { loadPeople, type LoadedPerson } from "./load-people.ts";
import { readPosition } from "./position.ts";
import { progressEvents } from "./emit-progress.ts";
import { refresh } from "./refresh.ts";
import { Stream } from "./stream.ts";

/** Who wants a stream, and from where on. */
export interface Subscription {
  actor: Actor;
  /** The `id` of the last event they had, or the `As-Of` of a listing; left out: what comes from now on. */
  after?: string | undefined;
  /** Whether what they came with still counts; left out: their account alone decides. */
  stillValid?: (() => Promise<boolean>) | undefined;
  /** Where the events go, as `text/event-stream`. It closes when they go away. */
  sink: Writable;
  /** The connection below it, where there is one to write to: see {@link Stream}. */
  wire?: Writable | undefined;
}

export interface PendingSubscription extends Subscription {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Opens streams for those who wait for one: each begins where its reader stands, with what they missed. */
export async function subscribe(hub: Hub, pending: readonly PendingSubscription[]): Promise<void> {
  const opened: (Behind & { pending: PendingSubscription })[] = [];
  try {
    const people = await loadPeople(hub.db, [...new Set(pending.map(({ actor }) => actor.personId))]);
    // Their other windows first: a person is at one version.
    const moved = [...people.values()].filter(({ personId, version, sessionVersion }) => {
      const here = hub.subscribers.people.get(personId);
      return here && (here.version !== version || here.sessionVersion !== sessionVersion);
    });
    await refresh(
      hub,
      moved.map(({ personId }) => personId),
      people,
    );
    for (const one of pending) {
      const person = people.get(one.actor.personId);
      if (!person) one.reject(new BelfryError("unauthenticated", "The account is gone or disabled."));
      else if (isOverShare(hub, person)) one.reject(tooManyStreams());
      else opened.push({ ...open(hub, one, person), pending: one });
    }
    const progress = await recentProgress(hub, opened);
    await replay(hub, opened);
    for (const { pending: one, stream } of opened) {
      if (stream.hearsBroadcasts) stream.push(progress);
      if (stream.open) hub.heartbeat.add(stream);
      one.resolve();
    }
  } catch (error) {
    for (const { stream } of opened) stream.disconnect();
    for (const { reject } of pending) reject(error);
  }
}

/** More than all windows and programs of a person need. */
const share = 20;

/** The newest is refused: of an old one that ends, its reader comes back and ends another. */
const isOverShare = ({ open, crowdedAt, subscribers }: Hub, { personId }: LoadedPerson) =>
  open >= crowdedAt && (subscribers.people.get(personId)?.streams.size ?? 0) >= share;

const tooManyStreams = () =>
  new BelfryError(
    "too-many",
    `This server has very many streams open, and ${share} of them are yours. Close some, or try again later.`,
    { retryAfterS: 30 },
  );

function open(hub: Hub, { actor, after, stillValid, sink, wire }: Subscription, person: LoadedPerson): Behind {
  const { subscribers, heartbeat } = hub;
  const subscriber = subscribers.add(person);
  const stream: Stream = new Stream({
    sink,
    wire,
    hearsBroadcasts: can(actor, "broadcast") && person.role === "admin",
    stillValid,
    ended() {
      hub.open--;
      heartbeat.delete(stream);
      subscriber.streams.delete(stream);
      if (subscriber.streams.size === 0) subscribers.remove(subscriber);
    },
  });
  hub.open++;
  subscriber.streams.add(stream);
  if (sink.destroyed) stream.disconnect();
  const position = after === undefined ? undefined : readPosition(after);
  const unreadable = after !== undefined && !position;
  const theirs = new Set(person.feeds.map(({ id }) => id));
  const ended = position && [...position.heads.keys()].some((feedId) => !theirs.has(feedId));
  return {
    subscriber,
    stream,
    person,
    after: position?.heads,
    reset: unreadable || ended === true || (position?.version !== undefined && position.version !== person.version),
    greeting: `retry: ${retryMs()}\n`,
  };
}

/** Spread, so that those who lose their streams at one time do not all come back at one time. */
const retryMs = () => Math.round(1000 + Math.random() * 2000);

async function recentProgress({ db }: Hub, opened: readonly Behind[]): Promise<Chunk> {
  if (!opened.some(({ stream }) => stream.hearsBroadcasts)) return encode("");
  const events = await progressEvents(db, await recentBroadcasts(db));
  return encode([...events.values()].join(""));
}
