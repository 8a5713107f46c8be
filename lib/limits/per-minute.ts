import { BelfryError } from "#lib/errors.ts";

/** Keys remembered at most; those whose minute is over make room. */
const mostKeys = 10_000;
const windowMs = 60_000;

/**
 * Limits how often each of many may come in a minute. Each instance counts for itself and in memory: for what must not
 * cost a row in the database, or a statement.
 */
export class PerMinute {
  readonly #most: number;
  readonly #refusal: string;
  readonly #nowMs: () => number;
  readonly #seen = new Map<string, { count: number; untilMs: number }>();

  /**
   * @param refusal what those are told who come too often
   * @param nowMs a clock that only goes forward
   */
  constructor(most: number, refusal: string, nowMs: () => number = () => performance.now()) {
    this.#most = most;
    this.#refusal = refusal;
    this.#nowMs = nowMs;
  }

  /** Counts one more. @throws BelfryError `too-many` */
  take(key: string): void {
    const now = this.#nowMs();
    let seen = this.#seen.get(key);
    if (!seen || seen.untilMs <= now) {
      if (this.#seen.size >= mostKeys) this.#makeRoom(now);
      // Put last, so that the oldest windows come first.
      this.#seen.delete(key);
      seen = { count: 0, untilMs: now + windowMs };
      this.#seen.set(key, seen);
    }
    seen.count += 1;
    if (seen.count > this.#most) throw this.#tooMany(seen.untilMs - now);
  }

  /** Refuses who has come too often, without counting. @throws BelfryError `too-many` */
  check(key: string): void {
    const seen = this.#seen.get(key);
    const leftMs = seen ? seen.untilMs - this.#nowMs() : 0;
    if (seen && leftMs > 0 && seen.count >= this.#most) throw this.#tooMany(leftMs);
  }

  #makeRoom(now: number): void {
    for (const [key, { untilMs }] of this.#seen) {
      if (untilMs > now && this.#seen.size < mostKeys) return;
      this.#seen.delete(key);
    }
  }

  #tooMany(leftMs: number): BelfryError {
    return new BelfryError("too-many", this.#refusal, { retryAfterS: Math.ceil(leftMs / 1000) });
  }
}
