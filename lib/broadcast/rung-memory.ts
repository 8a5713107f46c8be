import type { Recorded } from "./outcome.ts";

/** One attempt to ring a server: a retry, or a lab that was started anew, is another. */
export interface Attempt {
  username: string;
  server: string;
  attempt: number;
}

interface Rung {
  attempt: number;
  outcome: Promise<Recorded>;
  tell: (recorded: Recorded) => void;
}

interface OfBroadcast {
  rung: Map<string, Rung>;
  /** How many rings are at work on it. */
  rings: number;
}

/** Of broadcasts that nothing here works on any more, so many deliveries are remembered in all: about 10 MB. */
const mostRemembered = 50_000;

/**
 * What this process has rung. The table may go back in time, when a standby takes over that lacks the last commits: what
 * was rung is `queued` there again. By this memory it is not rung twice, whatever the table says.
 */
export class RungMemory {
  readonly #broadcasts = new Map<number, OfBroadcast>();
  readonly #most: number;
  #remembered = 0;

  constructor(most = mostRemembered) {
    this.#most = most;
  }

  /** For one ring of a broadcast, which {@link RungBefore.leave leaves} when it is done. */
  enter(broadcastId: number): RungBefore {
    const { rung, rings } = this.#broadcasts.get(broadcastId) ?? { rung: new Map<string, Rung>(), rings: 0 };
    // Taken out and put in again: those left longest ago are forgotten first.
    this.#broadcasts.delete(broadcastId);
    const broadcast = { rung, rings: rings + 1 };
    this.#broadcasts.set(broadcastId, broadcast);
    return new RungBefore(
      rung,
      () => (this.#remembered += 1),
      () => {
        const left = this.#broadcasts.get(broadcastId);
        if (left) left.rings -= 1;
        this.#forget();
      },
    );
  }

  #forget(): void {
    for (const [id, { rung, rings }] of this.#broadcasts) {
      if (this.#remembered <= this.#most) return;
      if (rings > 0) continue;
      this.#broadcasts.delete(id);
      this.#remembered -= rung.size;
    }
  }
}

const keyOf = ({ username, server }: Attempt) => JSON.stringify([username, server]);

/** What was rung of one broadcast, as one ring of it sees and adds to it. */
class RungBefore {
  readonly #rung: Map<string, Rung>;
  readonly #added: () => void;
  readonly #left: () => void;
  readonly #open = new Map<string, { rung: Rung; attempt: Attempt }>();

  constructor(rung: Map<string, Rung>, added: () => void, left: () => void) {
    this.#rung = rung;
    this.#added = added;
    this.#left = left;
  }

  /** What came or will come of this attempt or a later one; nothing where it did not go out from here. */
  outcomeOf(attempt: Attempt): Promise<Recorded> | undefined {
    const before = this.#rung.get(keyOf(attempt));
    return before && before.attempt >= attempt.attempt ? before.outcome : undefined;
  }

  /** Just before its request goes out. */
  begin(attempt: Attempt): void {
    const key = keyOf(attempt);
    const { promise: outcome, resolve: tell } = Promise.withResolvers<Recorded>();
    const rung = { attempt: attempt.attempt, outcome, tell };
    if (!this.#rung.has(key)) this.#added();
    this.#rung.set(key, rung);
    this.#open.set(key, { rung, attempt });
  }

  /** What came of it; of one that did not go out nothing is remembered. */
  end(attempt: Attempt, recorded: Recorded): void {
    const key = keyOf(attempt);
    this.#open.get(key)?.rung.tell(recorded);
    this.#open.delete(key);
  }

  /** What has no outcome by now gets none: whoever waits for it is told so. */
  leave(): void {
    for (const { rung, attempt } of this.#open.values()) {
      const { username, server } = attempt;
      rung.tell({
        ...{ username, server, outcome: "unknown", httpStatus: undefined, durationMs: null },
        ...{ reason: "whoever sent it ended before an answer came", address: undefined },
      });
    }
    this.#open.clear();
    this.#left();
  }
}
