import { Channel } from "#lib/async/channel.ts";
import { Semaphore, type Turn } from "#lib/async/semaphore.ts";
import type { ConnectionPool } from "#lib/jupyterhub/connection-pool.ts";

/** A server to ask. */
export interface Target {
  username: string;
  /** Empty for a person's default server. */
  server: string;
  /** Where its ingest listens, as `labUrl` gives it. */
  url: string;
}

/** Turns at the hub, as a semaphore gives them. */
interface Turns {
  acquire: (turn?: Turn) => Promise<boolean>;
  release: () => void;
}

export interface FanOutOptions<T, R> {
  /** Whose connections are used: its places bound the requests under way, whoever waits for what. */
  pool: ConnectionPool;
  /** Requests that are being worked on at once; 1,024. One that merely waits for its lab is not counted. */
  concurrency?: number | undefined;
  /** Bounds how many tokens are asked of the hub at once, by all that goes on: the hub client's; 8 of its own unless given. */
  minting?: Turns | undefined;
  /** From when on a request counts as waiting for its lab; 250 ms. */
  slowAfterMs?: number | undefined;
  /** Abort it to begin nothing more. What is under way ends by itself, and its results still come. */
  signal?: AbortSignal | undefined;
  /** A token for this server alone that was made before: with one, the hub is not waited for. */
  warm?: ((target: T) => string | undefined) | undefined;
  /** Gets a token for this server alone. When it rejects, the target is not asked. */
  mint: (target: T, signal: AbortSignal) => Promise<string>;
  /**
   * Called when all else is ready, just before the request; its time is not the lab's. `false` leaves the target out,
   * without a result: it is somebody else's by now. An error ends the fan-out: nothing is sent that can't be written down.
   */
  beforeRequest?: ((target: T) => Promise<boolean | void>) | undefined;
  /**
   * Talks to the lab; never rejects. The signal aborts when the reader has left.
   * @param before what came of it with the token made before, which was {@link refused}
   */
  request: (target: T, token: string, signal: AbortSignal, before?: R) => Promise<R>;
  /** Whether the lab would not have the token: if that was made before, it is asked once more with a new one. */
  refused?: ((result: R) => boolean) | undefined;
  /** The result of a target that is not asked; `error` is what `mint` rejected with. */
  unsent: (target: T, why: "no-token" | "cancelled", error?: unknown) => R;
}

/**
 * Asks every target: one result each, in the order they become known, and never a throw on account of a lab or the hub.
 * Knows no database and no framework.
 *
 * One for which a token was made before waits for no turn. A source gives those first, or they wait behind others.
 *
 * Minting and asking overlap, each with a limit of its own: the first target is asked while the last has no token yet. A
 * request that takes long leaves its slot and waits beside the others, so no share of hung labs delays a healthy one.
 *
 * Targets are pulled as they can be worked on, one ahead; a reader who is slow slows the pulling, one who leaves (`return`)
 * ends everything. After an abort, targets that were pulled but not sent are `cancelled`, and those not pulled yet stay
 * where they are, as does one that waits for its turn at the hub. When `targets` or `beforeRequest` throws, nothing more is
 * pulled, and the reader gets the error after the results of what is under way.
 * @throws RangeError for a limit below 1
 */
export function fanOut<T extends Target, R>(
  targets: Iterable<T> | AsyncIterable<T>,
  options: FanOutOptions<T, R>,
): AsyncGenerator<R, void, undefined> {
  const { pool, concurrency = 1024, minting = new Semaphore(8), slowAfterMs = 250, signal } = options;
  const working = new Semaphore(concurrency);
  const results = new Channel<R>(concurrency);
  const stop = new AbortController();
  const requests = new Set<AbortController>();
  let failure: { error: unknown } | undefined;
  let pending = 0;

  async function pull(): Promise<void> {
    const goesOn = async () => {
      await results.drained();
      return !stop.signal.aborted && !failure;
    };
    if (!(await goesOn())) return;
    for await (const target of targets) {
      const token = options.warm?.(target);
      if (token !== undefined) {
        await room();
        void deliver(ringWarm(target, token));
      } else {
        // Whoever waits for a turn when all ends has not begun.
        if (!(await minting.acquire({ signal: stop.signal }))) return;
        if (failure) return minting.release();
        void deliver(mintAndRing(target));
      }
      if (!(await goesOn())) return;
    }
  }

  /** A slot to work in, and a place among the connections. */
  async function room(): Promise<void> {
    await working.acquire();
    await pool.places.acquire();
  }

  /** Sends on what comes of a piece of work; the last one closes the results. */
  async function deliver(work: Promise<R | undefined | void>): Promise<void> {
    pending += 1;
    try {
      const result = await work;
      if (result !== undefined) results.send(result);
    } catch (error) {
      failure ??= { error };
    }
    pending -= 1;
    if (pending === 0) results.close(failure);
  }

  /** Has room already. */
  async function ringWarm(target: T, token: string): Promise<R | undefined> {
    const result = await ring(target, token);
    if (result === undefined || !options.refused?.(result)) return result;
    return (await minting.acquire({ signal: stop.signal })) ? mintAndRing(target, result) : result;
  }

  /** Has a turn at the hub already. */
  async function mintAndRing(target: T, before?: R): Promise<R | undefined> {
    let token: string;
    try {
      token = await options.mint(target, stop.signal);
      // Still in its turn at the hub: no more tokens are made than can soon be used.
      await room();
    } catch (error) {
      return before ?? options.unsent(target, stop.signal.aborted ? "cancelled" : "no-token", error);
    } finally {
      minting.release();
    }
    return ring(target, token, before);
  }

  /** Gives back the room that was taken for it. */
  async function ring(target: T, token: string, before?: R): Promise<R | undefined> {
    let inSlot = true;
    const leaveSlot = () => {
      if (inSlot) working.release();
      inSlot = false;
    };
    const cancelled = () => before ?? options.unsent(target, "cancelled");
    try {
      if (stop.signal.aborted) return cancelled();
      if (before === undefined && (await options.beforeRequest?.(target)) === false) return undefined;
      if (stop.signal.aborted) return cancelled();
      return await request(target, token, leaveSlot, before);
    } finally {
      leaveSlot();
      pool.places.release();
    }
  }

  async function request(target: T, token: string, leaveSlot: () => void, before?: R): Promise<R> {
    // A controller each: to forget a listener, a signal that thousands share would walk through them all.
    const controller = new AbortController();
    requests.add(controller);
    // When we are late ourselves, the answer may be there already: what has arrived by now is read first.
    const slow = setTimeout(() => setImmediate(leaveSlot), slowAfterMs);
    try {
      return await options.request(target, token, controller.signal, before);
    } finally {
      clearTimeout(slow);
      requests.delete(controller);
    }
  }

  async function* run(): AsyncGenerator<R, void, undefined> {
    const onAbort = () => stop.abort();
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) stop.abort();
    try {
      if (!stop.signal.aborted) void deliver(pull());
      else results.close();
      yield* results.read();
    } finally {
      signal?.removeEventListener("abort", onAbort);
      stop.abort();
      for (const controller of requests) controller.abort();
    }
  }
  return run();
}
