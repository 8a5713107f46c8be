import { databaseError } from "./database-error.ts";
import type { Session } from "./session.ts";

interface Waiting {
  resolve: (session: Session) => void;
  reject: (error: unknown) => void;
}

/** How long somebody waits for a connection, and how many may. Who waits longer has gone, or asks again anyway. */
const waitMs = 3000;
const mostWaiting = 2000;

/** How long a connection is kept without work, and at all: one that lives for ever keeps what it once needed. */
const idleMs = 60_000;
const lifetimeMs = 45 * 60_000;

/**
 * Connections of one instance, each lent to one piece of work at a time. The driver has a pool too, but sends a second
 * statement after one that is stuck, and tells neither which connection a statement is on nor how many wait.
 * @see docs/decisions/0023-a-pool-of-our-own.md
 */
export class Pool {
  readonly max: number;
  #open: (closed: (session: Session) => void) => Promise<Session>;
  /** The one used last comes first, so that those not needed get old. */
  #idle: { session: Session; sinceMs: number }[] = [];
  #lent = new Set<Session>();
  #opening = 0;
  #waiting: Waiting[] = [];
  #closing = false;
  #whenEmpty = () => undefined as void;
  #tidying = setInterval(() => this.#tidy(), idleMs / 4).unref();

  constructor(open: (closed: (session: Session) => void) => Promise<Session>, max: number) {
    this.#open = open;
    this.max = max;
  }

  get inUse(): number {
    return this.#lent.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Lends a connection to some work until that has ended. @throws what opening one threw, or the work */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#take();
    try {
      return await work(session);
    } finally {
      this.#giveBack(session);
    }
  }

  /** Lends no more, waits until what is lent has come back or the time is over, and ends all connections. */
  async close(timeoutMs: number): Promise<void> {
    this.#closing = true;
    clearInterval(this.#tidying);
    for (const { reject } of this.#waiting.splice(0)) reject(ended());
    if (this.#lent.size > 0)
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve;
        setTimeout(resolve, timeoutMs).unref();
      });
    for (const session of this.#lent) session.destroy(ended());
    await Promise.all(this.#idle.splice(0).map(({ session }) => session.end()));
  }

  #take(): Promise<Session> {
    if (this.#closing) return Promise.reject(ended());
    const idle = this.#idle.pop();
    if (idle) {
      this.#lent.add(idle.session);
      return Promise.resolve(idle.session);
    }
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= mostWaiting) return reject(busy());
      const late = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(
          this.#lent.size > 0 ? busy() : databaseError("CONNECT_TIMEOUT", "no connection could be opened in time"),
        );
      }, waitMs);
      const waiting: Waiting = {
        resolve: (session) => {
          clearTimeout(late);
          resolve(session);
        },
        reject: (error) => {
          clearTimeout(late);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      this.#waiting.push(waiting);
      this.#grow();
    });
  }

  /** Ends what lies idle: a server that did not answer on one connection may have gone for all that were made to it. */
  distrust(): void {
    for (const { session } of this.#idle.splice(0)) session.destroy(ended());
  }

  /** Opens a connection for each that waits, as far as there may be more. Whoever waits longest gets what is free first. */
  #grow(): void {
    while (this.#opening < this.#waiting.length && this.#size() < this.max) {
      this.#opening += 1;
      void this.#open((session) => this.#forget(session))
        .finally(() => (this.#opening -= 1))
        .then(
          (session) => this.#offer(session),
          (error: unknown) => this.#refuse(error),
        );
    }
  }

  /** None could be opened. What is lent comes back, and is worth waiting for; where nothing is, all would wait in vain. */
  #refuse(error: unknown): void {
    if (this.#lent.size + this.#opening > 0) return;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #size(): number {
    return this.#idle.length + this.#lent.size + this.#opening;
  }

  #giveBack(session: Session): void {
    // One that closed while it was lent is forgotten already.
    if (!this.#lent.delete(session)) return;
    if (session.gone) this.#grow();
    else if (performance.now() - session.openedMs > lifetimeMs) {
      void session.end();
      this.#grow();
    } else this.#offer(session);
    if (this.#lent.size === 0) this.#whenEmpty();
  }

  #offer(session: Session): void {
    const next = this.#waiting.shift();
    if (next) {
      this.#lent.add(session);
      next.resolve(session);
    } else if (this.#closing) void session.end();
    else this.#idle.push({ session, sinceMs: performance.now() });
  }

  #forget(session: Session): void {
    this.#lent.delete(session);
    this.#idle = this.#idle.filter((idle) => idle.session !== session);
    this.#grow();
    if (this.#lent.size === 0) this.#whenEmpty();
  }

  #tidy(): void {
    const old = this.#idle.filter(({ sinceMs }) => performance.now() - sinceMs > idleMs);
    this.#idle = this.#idle.filter((idle) => !old.includes(idle));
    for (const { session } of old) void session.end();
  }
}

const ended = () => databaseError("CONNECTION_ENDED", "the connection has ended");
const busy = () => databaseError("POOL_BUSY", "all connections were at work for too long");
