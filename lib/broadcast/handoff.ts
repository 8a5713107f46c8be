/** Results on their way from work that goes on to one reader who takes them in turn. */
export class Handoff<R> {
  readonly #most: number;
  #ready: R[] = [];
  #unread = 0;
  #ended = false;
  #failure: { error: unknown } | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  /** @param most unread results from which on {@link room} waits */
  constructor(most: number) {
    this.#most = most;
  }

  put(result: R): void {
    this.#ready.push(result);
    this.#unread += 1;
    this.#wakeReader?.();
  }

  /** No more will come; the reader gets what is left, then the failure if there is one. */
  end(failure?: { error: unknown }): void {
    this.#ended = true;
    this.#failure = failure;
    this.#wakeReader?.();
  }

  /** Resolves once the reader has caught up, or has gone. One waits at a time. */
  async room(): Promise<void> {
    while (this.#unread >= this.#most && !this.#ended) await new Promise<void>((wake) => (this.#wakeWriter = wake));
  }

  /** All results, once. The reader may leave early. */
  async *read(): AsyncGenerator<R, void, undefined> {
    try {
      while (this.#ready.length > 0 || !this.#ended) {
        const batch = this.#ready;
        this.#ready = [];
        for (const result of batch) {
          this.#unread -= 1;
          this.#wakeWriter?.();
          yield result;
        }
        if (this.#ready.length === 0 && !this.#ended) await new Promise<void>((wake) => (this.#wakeReader = wake));
      }
      if (this.#failure) throw this.#failure.error;
    } finally {
      this.#ended = true;
      this.#wakeWriter?.();
    }
  }
}
