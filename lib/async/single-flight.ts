/** Work on some of the keys; those it says nothing of are left out. The signal aborts when nobody waits for it any more. */
type Work<V> = (keys: readonly string[], signal: AbortSignal) => Promise<Map<string, V>>;

interface Flight<V> {
  found: Promise<Map<string, V>>;
  callers: number;
  stop: AbortController;
}

/** Work that is under way, by key: whoever asks for the same meanwhile shares it. */
export class SingleFlight<V> {
  readonly #flights = new Map<string, Flight<V>>();

  /**
   * Finds something for each key, with work begun for those alone that nobody has asked for.
   * @param signal aborts when this caller leaves, which takes nothing from the others
   */
  async ask(keys: readonly string[], signal: AbortSignal, work: Work<V>): Promise<Map<string, V>> {
    const fresh = keys.filter((key) => !this.#flights.has(key));
    if (fresh.length > 0) this.#begin(fresh, work);
    const joined = new Set(keys.flatMap((key) => this.#flights.get(key) ?? []));
    for (const flight of joined) flight.callers += 1;
    const leave = () => joined.forEach((flight) => this.#leave(flight));
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
    try {
      const found = await Promise.all([...joined].map((flight) => flight.found));
      return new Map(found.flatMap((each) => [...each]));
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #begin(keys: readonly string[], work: Work<V>): void {
    const stop = new AbortController();
    const flight = { found: work(keys, stop.signal), callers: 0, stop };
    for (const key of keys) this.#flights.set(key, flight);
    const forget = () => this.#forget(flight);
    flight.found.then(forget, forget);
  }

  #leave(flight: Flight<V>): void {
    flight.callers -= 1;
    if (flight.callers > 0) return;
    // Nobody may join what ends without an answer.
    this.#forget(flight);
    flight.stop.abort();
  }

  #forget(ended: Flight<V>): void {
    for (const [key, flight] of this.#flights) if (flight === ended) this.#flights.delete(key);
  }
}
