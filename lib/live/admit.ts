import type { Writable } from "node:stream";
import { recentBroadcasts } from "#lib/broadcast/progress.ts";
import { can, type Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { catchUp, type Behind } from "./catch-up.ts";
import { encode } from "./event.ts";
import type { Line } from "./line.ts";
import { loadPeople, type LoadedPerson } from "./load-people.ts";
import { readPosition } from "./position.ts";
import { progressEvents } from "./progress.ts";
import { refresh } from "./refresh.ts";
import { Stream } from "./stream.ts";

/** Somebody who asks for a stream. */
export interface Asked {
  actor: Actor;
  /** The `id` of the last event they had, or the `As-Of` of a listing; left out: what comes from now on. */
  after?: string | undefined;
  /** Whether what they came with still counts; left out: their account alone decides. */
  stillValid?: (() => Promise<boolean>) | undefined;
  /** Where the events go, as `text/event-stream`. It closes when they go away. */
  sink: Writable;
}

export interface Waiting extends Asked {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Opens streams for those who wait for one: each stands where its reader does, and is told what they missed. */
export async function admit(line: Line, waiting: readonly Waiting[]): Promise<void> {
  const opened: (Behind & { asked: Waiting })[] = [];
  try {
    const people = await loadPeople(line.db, [...new Set(waiting.map(({ actor }) => actor.personId))]);
    // Their other windows first: a person is at one version.
    const moved = [...people.values()].filter(({ personId, version, sessionVersion }) => {
      const here = line.roster.listeners.get(personId);
      return here && (here.version !== version || here.sessionVersion !== sessionVersion);
    });
    await refresh(
      line,
      moved.map(({ personId }) => personId),
      people,
    );
    for (const asked of waiting) {
      const person = people.get(asked.actor.personId);
      if (!person) asked.reject(new BelfryError("unauthenticated", "The account is gone or disabled."));
      else if (isOverShare(line, person)) asked.reject(tooManyStreams());
      else opened.push({ ...open(line, asked, person), asked });
    }
    const progress = await recentProgress(line, opened);
    await catchUp(line, opened);
    for (const { asked, stream } of opened) {
      if (stream.hearsBroadcasts) stream.push(progress);
      if (stream.open) line.heartbeat.add(stream);
      asked.resolve();
    }
  } catch (error) {
    for (const { stream } of opened) stream.leave();
    for (const { reject } of waiting) reject(error);
  }
}

/** More than all windows and programs of a person need. */
const share = 20;

/** The newest is refused: of an old one that ends, its reader comes back and ends another. */
const isOverShare = ({ open, crowdedAt, roster }: Line, { personId }: LoadedPerson) =>
  open >= crowdedAt && (roster.listeners.get(personId)?.streams.size ?? 0) >= share;

const tooManyStreams = () =>
  new BelfryError(
    "too-many",
    `This server has very many streams open, and ${share} of them are yours. Close some, or try again later.`,
    { retryAfterS: 30 },
  );

function open(line: Line, { actor, after, stillValid, sink }: Asked, person: LoadedPerson): Behind {
  const { roster, heartbeat } = line;
  const listener = roster.admit(person);
  const stream: Stream = new Stream({
    sink,
    hearsBroadcasts: can(actor, "broadcast") && person.role === "admin",
    stillValid,
    ended() {
      line.open--;
      heartbeat.delete(stream);
      listener.streams.delete(stream);
      if (listener.streams.size === 0) roster.leave(listener);
    },
  });
  line.open++;
  listener.streams.add(stream);
  if (sink.destroyed) stream.leave();
  const position = after === undefined ? undefined : readPosition(after);
  const unreadable = after !== undefined && !position;
  const theirs = new Set(person.feeds.map(({ id }) => id));
  const ended = position && [...position.heads.keys()].some((feedId) => !theirs.has(feedId));
  return {
    listener,
    stream,
    person,
    after: position?.heads,
    reset: unreadable || ended === true || (position?.version !== undefined && position.version !== person.version),
    greeting: `retry: ${retryMs()}\n`,
  };
}

/** Spread, so that those who lose their streams at one time do not all come back at one time. */
const retryMs = () => Math.round(1000 + Math.random() * 2000);

async function recentProgress({ db }: Line, opened: readonly Behind[]): Promise<Uint8Array> {
  if (!opened.some(({ stream }) => stream.hearsBroadcasts)) return encode("");
  const events = await progressEvents(db, await recentBroadcasts(db));
  return encode([...events.values()].join(""));
}
