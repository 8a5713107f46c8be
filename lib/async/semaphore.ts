export interface Turn {
  /** Whether everybody else is served before: whoever waits so takes nothing from those who don't. */
  last?: boolean;
  /** Aborts when whoever waits has left. */
  signal?: AbortSignal;
}

/** A limit on how much of something goes on at once: whoever comes first is served first, those that stand back last. */
export class Semaphore {
  #limit: number;
  #taken = 0;
  #waiting: (() => void)[] = [];
  /** Those that stand back. */
  #last: (() => void)[] = [];

  /** @throws RangeError unless `limit` is a whole number of at least 1 */
  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`a limit must be a whole number of at least 1, not ${limit}`);
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Changes the limit. A lower one takes effect as slots are given back. */
  resize(limit: number): void {
    this.#limit = limit;
    while (this.#taken < this.#limit) {
      const next = this.#next();
      if (!next) return;
      this.#taken += 1;
      next();
    }
  }

  /** How many are in use. */
  get taken(): number {
    return this.#taken;
  }

  /**
   * Resolves once there is a slot; each is given back with {@link release}, once.
   * @returns false, without a slot, for who left before there was one
   */
  async acquire({ last = false, signal }: Turn = {}): Promise<boolean> {
    if (signal?.aborted) return false;
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return true;
    }
    return new Promise<boolean>((resolve) => {
      const serve = () => {
        signal?.removeEventListener("abort", leave);
        resolve(true);
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter((each) => each !== serve);
        this.#last = this.#last.filter((each) => each !== serve);
        resolve(false);
      };
      signal?.addEventListener("abort", leave, { once: true });
      (last ? this.#last : this.#waiting).push(serve);
    });
  }

  /** Does the work in a slot of its own. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.acquire();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  release(): void {
    // A slot that somebody waits for is handed on, so nobody who comes later can slip in between.
    const next = this.#taken <= this.#limit ? this.#next() : undefined;
    if (next) next();
    else this.#taken -= 1;
  }

  #next(): (() => void) | undefined {
    return this.#waiting.shift() ?? this.#last.shift();
  }
}
