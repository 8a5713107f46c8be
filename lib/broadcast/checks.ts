import { Semaphore } from "#lib/async/semaphore.ts";
import type { FanOutOptions, Target } from "./fan-out.ts";

/**
 * What checks of labs may take of the hub's turns beside sends: a send goes before, and ends the checks that are under
 * way. A check that nobody waits for with a message half written takes a third of the turns at most.
 */
export class Checks {
  readonly #taken = new Semaphore(1);
  #hurried = 0;
  #sends = 0;
  #stop = new AbortController();

  /**
   * A send begins: checks end with what they know by then, and none begins until it is over.
   * @returns a function that says it is over, at its first call
   */
  giveWay(): () => void {
    let isOver = false;
    this.#sends += 1;
    this.#stop.abort();
    return () => {
      if (isOver) return;
      isOver = true;
      this.#sends -= 1;
      if (this.#sends === 0) this.#stop = new AbortController();
    };
  }

  /** Aborts when a send begins; aborted already while one is under way. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** While this work goes on, checks take all turns that no send wants. */
  async hurry<T>(work: () => Promise<T>): Promise<T> {
    this.#hurried += 1;
    try {
      return await work();
    } finally {
      this.#hurried -= 1;
    }
  }

  /** The hub's turns, as a check takes them. */
  turns(minting: Semaphore): NonNullable<FanOutOptions<Target, unknown>["minting"]> {
    return {
      acquire: async ({ signal } = {}) => {
        this.#taken.resize(this.#hurried > 0 ? minting.limit : Math.max(1, Math.floor(minting.limit / 3)));
        if (!(await this.#taken.acquire(signal && { signal }))) return false;
        if (await minting.acquire({ last: true, ...(signal && { signal }) })) return true;
        this.#taken.release();
        return false;
      },
      release: () => {
        minting.release();
        this.#taken.release();
      },
    };
  }
}
