import type { LabDispatcher } from "#lib/jupyterhub/lab-dispatcher.ts";
import { Semaphore } from "#lib/async/semaphore.ts";
import { Handoff } from "./handoff.ts";

export interface PipelineOptions {
  /** Whose connections are used: its places bound the requests under way, whoever waits for what. */
  dispatcher: LabDispatcher;
  /** Requests that are being worked on at once; 1,024. One that merely waits for its lab is not counted. */
  concurrency?: number | undefined;
  /** Tokens asked of the hub at once; 8. A hub is fastest at 4 to 16. */
  hubConcurrency?: number | undefined;
  /** From when on a request counts as waiting for its lab; 250 ms. */
  slowAfterMs?: number | undefined;
  /** Abort it to begin nothing more. What is under way ends by itself, and its results still come. */
  signal?: AbortSignal | undefined;
}

/** What is done with each target. */
export interface Steps<T, R> {
  /** Gets a token for the target; rejects when there is none. */
  mint: (target: T, signal: AbortSignal) => Promise<string>;
  /** The last word before the visit, in no hurry; `false` leaves the target out, without a result. */
  admit: (target: T) => Promise<boolean>;
  /** Talks to the lab; never rejects. The signal aborts when the reader has left. */
  visit: (target: T, token: string, signal: AbortSignal) => Promise<R>;
  /** The result of a target that is not visited; `error` is what `mint` rejected with. */
  unvisited: (target: T, why: "no-token" | "cancelled", error?: unknown) => R;
}

/**
 * Takes targets through minting and visiting, each with a limit of its own: the first is visited while the last has no
 * token yet. A visit that takes long leaves its slot and waits beside the others, so no share of hung labs delays a
 * healthy one.
 *
 * Results come as they are ready. Targets are pulled as they can be worked on, not ahead; a reader who is slow slows the
 * pulling, one who leaves (`return`) ends everything. When `targets` or `admit` throws, nothing more is pulled, and the
 * reader gets the error after the results of what is under way.
 * @throws RangeError for a limit below 1
 */
export function pipeline<T, R>(
  targets: Iterable<T> | AsyncIterable<T>,
  steps: Steps<T, R>,
  options: PipelineOptions,
): AsyncGenerator<R, void, undefined> {
  const { dispatcher, concurrency = 1024, hubConcurrency = 8, slowAfterMs = 250, signal } = options;
  const minting = new Semaphore(hubConcurrency);
  const working = new Semaphore(concurrency);
  const results = new Handoff<R>(concurrency);
  const stop = new AbortController();
  const visits = new Set<AbortController>();
  let failure: { error: unknown } | undefined;
  let inHand = 0;

  async function pull(): Promise<void> {
    await minting.acquire();
    for await (const target of targets) {
      void carry(through(target));
      await minting.acquire();
      await results.room();
      if (stop.signal.aborted || failure) return;
    }
  }

  /** Hands on what comes of a piece of work; the last one ends the results. */
  async function carry(work: Promise<R | undefined | void>): Promise<void> {
    inHand += 1;
    try {
      const result = await work;
      if (result !== undefined) results.put(result);
    } catch (error) {
      failure ??= { error };
    }
    inHand -= 1;
    if (inHand === 0) results.end(failure);
  }

  async function through(target: T): Promise<R | undefined> {
    let token: string;
    try {
      token = await steps.mint(target, stop.signal);
      // Still in its place at the hub: no more tokens are made than can soon be used.
      await working.acquire();
      await dispatcher.places.acquire();
    } catch (error) {
      return steps.unvisited(target, stop.signal.aborted ? "cancelled" : "no-token", error);
    } finally {
      minting.release();
    }
    let inSlot = true;
    const leaveSlot = () => {
      if (inSlot) working.release();
      inSlot = false;
    };
    try {
      if (stop.signal.aborted) return steps.unvisited(target, "cancelled");
      if (!(await steps.admit(target))) return undefined;
      if (stop.signal.aborted) return steps.unvisited(target, "cancelled");
      return await visit(target, token, leaveSlot);
    } finally {
      leaveSlot();
      dispatcher.places.release();
    }
  }

  async function visit(target: T, token: string, leaveSlot: () => void): Promise<R> {
    // A controller each: to forget a listener, a signal that thousands share would walk through them all.
    const ours = new AbortController();
    visits.add(ours);
    // When we are late ourselves, the answer may be there already: what has arrived by now is read first.
    const slow = setTimeout(() => setImmediate(leaveSlot), slowAfterMs);
    try {
      return await steps.visit(target, token, ours.signal);
    } finally {
      clearTimeout(slow);
      visits.delete(ours);
    }
  }

  async function* run(): AsyncGenerator<R, void, undefined> {
    const onAbort = () => stop.abort();
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) stop.abort();
    try {
      if (!stop.signal.aborted) void carry(pull());
      else results.end();
      yield* results.read();
    } finally {
      signal?.removeEventListener("abort", onAbort);
      stop.abort();
      for (const ours of visits) ours.abort();
    }
  }
  return run();
}
