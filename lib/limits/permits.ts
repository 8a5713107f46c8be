import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { batch } from "#lib/async/batch.ts";
import { announce } from "#lib/bus/bus.ts";
import type { Followed } from "#lib/bus/committed.ts";
import { recallTopic, returnedTopic } from "#lib/bus/topics.ts";
import type { Log } from "#lib/log.ts";
import { count, tooMany, type Counted, type Limit } from "./take.ts";

/** How a limit stands, as its holder is told. */
export interface Standing {
  most: number;
  windowS: number;
  /** How many more may come now. */
  left: number;
  /** Seconds until the first of those that came counts no more. */
  freesS: number;
}

/** Permits that this instance may give without asking. */
interface Block {
  id: string;
  left: number;
  untilMs: number;
  /** When permits were used, told apart as far as matters: so many from a moment on, the last of them at another. */
  uses: { fromMs: number; atMs: number; count: number }[];
}

/** What is known here of one limit. */
interface Held {
  limit: Limit;
  block: Block | undefined;
  /** When a permit was given last, and how many were since the database was asked last. */
  givenMs: number;
  given: number;
  /** What it said was left to anybody, and when the oldest use counts no more. */
  room: number;
  freesMs: number;
  /** Until then there is nothing to ask for. */
  fullUntilMs: number;
  /** Callers that wait for the database's word. */
  waiting: number;
  recall: Promise<void> | undefined;
}

/** A block lasts for this part of its window, and holds at most this part of what may come in it. */
const partOfWindow = 1 / 6;
const partOfMost = 1 / 20;
/** The first block of somebody, as far as the limit allows for it. */
const firstBlock = 8;
/** How long others may take to give back what lies idle with them, and for how many of them one waits in turn. */
const recallMs = 250;
const recalls = 3;
const tickMs = 1000;

/**
 * Counts in memory what comes again and again. Who comes for the second time within a block's time gets a block of permits
 * with the next one, and then no statement is needed for as many. Their limit is as exact as one that is asked about each time.
 * @see docs/decisions/0027-limits-in-blocks.md
 */
export class Permits {
  readonly #db: Db;
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #held = new Map<string, Held>();
  readonly #returned = new Map<string, () => void>();
  readonly #unfollow: () => void;
  readonly #ticking: NodeJS.Timeout;
  readonly #ask: (asked: { held: Held; wanted: number }) => Promise<Counted>;

  /** @param nowMs a clock that only goes forward */
  constructor({
    db,
    log,
    bus,
    nowMs = () => performance.now(),
  }: {
    db: Db;
    log: Log;
    bus: Pick<Followed, "follow">;
    nowMs?: () => number;
  }) {
    this.#db = db;
    this.#log = log;
    this.#nowMs = nowMs;
    this.#ask = batch((asked) => this.#count(asked));
    this.#unfollow = bus.follow({ hear: (topic) => this.#hear(topic), miss: () => undefined });
    this.#ticking = setInterval(() => void this.settle(), tickMs).unref();
  }

  /**
   * Counts one more.
   * @param what what is counted, in the plural, for the error
   * @throws BelfryError `too-many` with the seconds until there is room again
   */
  async take(limit: Limit, what: string): Promise<Standing> {
    const held = this.#of(limit);
    if (this.#takeHere(held)) return this.#standing(held);
    if (held.fullUntilMs <= this.#nowMs()) {
      let seen = await this.#askOne(held);
      for (let n = 0; n < recalls && seen.granted === 0 && seen.elsewhere > 0; n++) {
        await (held.recall ??= this.#recall(held));
        seen = await this.#askOne(held);
      }
      if (seen.granted > 0) return this.#standing(held);
    }
    throw tooMany(what, (held.fullUntilMs - this.#nowMs()) / 1000);
  }

  /** Says what became of blocks whose time is over, and forgets what nobody asked for lately. `all`: of every block. */
  async settle({ all = false } = {}): Promise<void> {
    const now = this.#nowMs();
    const due = [...this.#held.values()].filter(({ block }) => block && (all || block.untilMs <= now));
    for (const [key, held] of this.#held)
      if (!held.block && held.waiting === 0 && Math.max(held.givenMs + blockMs(held.limit), held.fullUntilMs) <= now)
        this.#held.delete(key);
    await Promise.all(due.map((held) => this.#askOne(held, 0))).catch((error: unknown) =>
      // Then they count whole until they are too old to count.
      this.#log.warn({ err: error }, "permits that were not used could not be given back"),
    );
  }

  /** Gives back what was not used. */
  async close(): Promise<void> {
    clearInterval(this.#ticking);
    this.#unfollow();
    await this.settle({ all: true });
  }

  #of(limit: Limit): Held {
    let held = this.#held.get(limit.key);
    if (!held) {
      const nothing = { givenMs: -Infinity, given: 0, room: 0, freesMs: 0, fullUntilMs: -Infinity, waiting: 0 };
      held = { limit, block: undefined, recall: undefined, ...nothing };
      this.#held.set(limit.key, held);
    }
    return held;
  }

  #takeHere(held: Held): boolean {
    const { block, limit } = held;
    const now = this.#nowMs();
    if (!block || block.left === 0 || block.untilMs <= now) return false;
    const last = block.uses.at(-1);
    if (last && now - last.fromMs < (limit.windowS * 1000) / 600) {
      last.atMs = now;
      last.count += 1;
    } else block.uses.push({ fromMs: now, atMs: now, count: 1 });
    block.left -= 1;
    held.given += 1;
    held.givenMs = now;
    return true;
  }

  async #askOne(held: Held, wanted = 1): Promise<Counted> {
    held.waiting += 1;
    try {
      return await this.#ask({ held, wanted });
    } finally {
      held.waiting -= 1;
    }
  }

  /** Asks for many at once: each that wants one is told whether it got it. */
  async #count(asked: { held: Held; wanted: number }[]): Promise<Counted[]> {
    const sentMs = this.#nowMs();
    const wanted = new Map<Held, number>();
    for (const each of asked) wanted.set(each.held, (wanted.get(each.held) ?? 0) + each.wanted);
    const blocks = new Map([...wanted].map(([held, many]) => [held, this.#nextBlock(held, many, sentMs)]));
    const counted = await count(
      this.#db,
      [...wanted].map(([held, many]) => {
        const { id, most } = blocks.get(held) as { id: string; most: number };
        const { block } = held;
        // Used no more from here on, whatever comes of the statement.
        held.block = undefined;
        const uses = block?.uses.map(({ atMs, count: used }) => ({ agoS: (sentMs - atMs) / 1000, count: used })) ?? [];
        return {
          limit: held.limit,
          wanted: many,
          block: most > 0 ? { id, most, forS: blockMs(held.limit) / 1000 } : undefined,
          ended: block && { id: block.id, uses },
        };
      }),
    );
    for (const [held, many] of wanted)
      this.#learn(held, many, sentMs, blocks.get(held)?.id ?? "", counted.get(held.limit.key) as Counted);
    const left = new Map([...wanted.keys()].map((held) => [held, counted.get(held.limit.key)?.granted ?? 0]));
    return asked.map(({ held, wanted: one }) => {
      const granted = Math.min(one, left.get(held) ?? 0);
      left.set(held, (left.get(held) ?? 0) - granted);
      return { ...(counted.get(held.limit.key) as Counted), granted };
    });
  }

  /** Twice as many as were given since the database was asked last, and some at least; none where for long none was. */
  #nextBlock({ limit, givenMs, given }: Held, wanted: number, now: number): { id: string; most: number } {
    const lately = now - givenMs < blockMs(limit);
    const most =
      wanted > 0 && lately ? Math.min(Math.max(firstBlock, 2 * given), Math.floor(limit.most * partOfMost)) : 0;
    return { id: randomUUID(), most };
  }

  #learn(held: Held, wanted: number, sentMs: number, blockId: string, seen: Counted): void {
    const { limit } = held;
    // From when it was asked for, which is before the database's clock was read.
    if (seen.lent > 0) held.block = { id: blockId, left: seen.lent, untilMs: sentMs + blockMs(limit), uses: [] };
    const now = this.#nowMs();
    held.freesMs = now + seen.freesS * 1000;
    held.room = seen.room;
    if (wanted === 0) return;
    held.given = seen.granted;
    if (seen.granted > 0) held.givenMs = now;
    // What lies with others may come back at any time, also when they do not hear us.
    if (seen.granted < wanted) held.fullUntilMs = seen.elsewhere > 0 ? now + tickMs : held.freesMs;
  }

  /** Asks the other instances for what lies idle with them, and waits for one that gives something back. */
  async #recall(held: Held): Promise<void> {
    const { key } = held.limit;
    const returned = new Promise<void>((resolve) => this.#returned.set(key, resolve));
    try {
      await announce(this.#db, recallTopic(key));
      await Promise.race([returned, sleep(recallMs)]);
    } finally {
      this.#returned.delete(key);
      held.recall = undefined;
    }
  }

  #hear(topic: string): void {
    for (const held of this.#heardOf(topic, recallTopic("")))
      if (held.block && held.block.left > 0)
        this.#askOne(held, 0)
          .then(() => announce(this.#db, returnedTopic(held.limit.key)))
          .catch((error: unknown) => this.#log.warn({ err: error }, "permits could not be given back"));
    for (const held of this.#heardOf(topic, returnedTopic(""))) {
      held.fullUntilMs = -Infinity;
      this.#returned.get(held.limit.key)?.();
    }
  }

  #heardOf(topic: string, prefix: string): Held[] {
    const held = topic.startsWith(prefix) ? this.#held.get(topic.slice(prefix.length)) : undefined;
    return held ? [held] : [];
  }

  #standing({ limit: { most, windowS }, block, room, freesMs }: Held): Standing {
    return { most, windowS, left: room + (block?.left ?? 0), freesS: Math.max(0, freesMs - this.#nowMs()) / 1000 };
  }
}

const blockMs = ({ windowS }: Limit) => windowS * 1000 * partOfWindow;
