/** Values on their way from work that goes on to one reader who takes them in turn. */
export class Channel<T> {
  readonly #capacity: number;
  #buffer: T[] = [];
  #unread = 0;
  #closed = false;
  #failure: { error: unknown } | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriter: (() => void) | undefined;

  /** @param capacity unread values from which on {@link drained} waits */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  send(value: T): void {
    this.#buffer.push(value);
    this.#unread += 1;
    this.#wakeReader?.();
  }

  /** No more will come; the reader gets what is left, then the failure if there is one. */
  close(failure?: { error: unknown }): void {
    this.#closed = true;
    this.#failure = failure;
    this.#wakeReader?.();
  }

  /** Resolves once the reader has caught up, or has gone. One waits at a time. */
  async drained(): Promise<void> {
    while (this.#unread >= this.#capacity && !this.#closed)
      await new Promise<void>((wake) => (this.#wakeWriter = wake));
  }

  /** All values, once. The reader may leave early. */
  async *read(): AsyncGenerator<T, void, undefined> {
    try {
      while (this.#buffer.length > 0 || !this.#closed) {
        const batch = this.#buffer;
        this.#buffer = [];
        for (const value of batch) {
          this.#unread -= 1;
          this.#wakeWriter?.();
          yield value;
        }
        if (this.#buffer.length === 0 && !this.#closed) await new Promise<void>((wake) => (this.#wakeReader = wake));
      }
      if (this.#failure) throw this.#failure.error;
    } finally {
      this.#closed = true;
      this.#wakeWriter?.();
    }
  }
}
