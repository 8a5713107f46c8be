/** A limit on how much of something goes on at once: whoever comes first is served first. */
export class Semaphore {
  #limit: number;
  #taken = 0;
  #waiting: (() => void)[] = [];

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
    while (this.#taken < this.#limit && this.#waiting.length > 0) {
      this.#taken += 1;
      this.#waiting.shift()?.();
    }
  }

  /** How many are in use. */
  get taken(): number {
    return this.#taken;
  }

  /** Resolves once there is a slot; each is given back with {@link release}, once. */
  async acquire(): Promise<void> {
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
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
    const next = this.#taken <= this.#limit ? this.#waiting.shift() : undefined;
    if (next) next();
    else this.#taken -= 1;
  }
}
