import { BelfryError } from "#lib/errors.ts";

/** Addresses remembered at most; those whose minute is over make room. */
const mostAddresses = 10_000;
const windowMs = 60_000;

/**
 * Limits requests of those who do not say who they are, or not rightly, a minute and address. Each instance counts for
 * itself and in memory: a stranger must not cost a row in the database.
 */
export class Strangers {
  readonly #most: number;
  readonly #nowMs: () => number;
  readonly #seen = new Map<string, { count: number; untilMs: number }>();

  /** @param nowMs a clock that only goes forward */
  constructor(most: number, nowMs: () => number = () => performance.now()) {
    this.#most = most;
    this.#nowMs = nowMs;
  }

  /** Counts one request. @throws BelfryError `too-many` */
  take(address: string): void {
    const now = this.#nowMs();
    let seen = this.#seen.get(address);
    if (!seen || seen.untilMs <= now) {
      if (this.#seen.size >= mostAddresses) this.#makeRoom(now);
      // Put last, so that the oldest windows come first.
      this.#seen.delete(address);
      seen = { count: 0, untilMs: now + windowMs };
      this.#seen.set(address, seen);
    }
    seen.count += 1;
    if (seen.count > this.#most) throw this.#tooMany(seen.untilMs - now);
  }

  /** Refuses an address that has come too often, without counting. @throws BelfryError `too-many` */
  check(address: string): void {
    const seen = this.#seen.get(address);
    const leftMs = seen ? seen.untilMs - this.#nowMs() : 0;
    if (seen && leftMs > 0 && seen.count >= this.#most) throw this.#tooMany(leftMs);
  }

  #makeRoom(now: number): void {
    for (const [address, { untilMs }] of this.#seen) {
      if (untilMs > now && this.#seen.size < mostAddresses) return;
      this.#seen.delete(address);
    }
  }

  #tooMany(leftMs: number): BelfryError {
    return new BelfryError("too-many", "Too many requests from this address without a valid sign-in or token. Try again later.", { retryAfterS: Math.ceil(leftMs / 1000) });
  }
}
