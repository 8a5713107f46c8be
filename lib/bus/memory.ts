import { LRUCache } from "lru-cache";

/** Says what an announcement changes of a value. @returns false when the value is to be read anew */
type Change<V> = (value: V) => boolean;

/** Read already, or being read: then with what was announced meanwhile. */
type Entry<V> =
  { value: V; reading?: undefined } | { value?: undefined; reading: Promise<V | undefined>; meanwhile: Change<V>[] };

/**
 * What was read from the database, kept for as long as announcements say what became of it. Whoever asks for what is
 * being read waits for that reading, unless something was announced since that takes it back. Why, and how far it is to be
 * believed: docs/decisions/0026-what-an-instance-remembers.md
 */
export class Memory<K extends string | number, V extends object> {
  readonly #entries: LRUCache<K, Entry<V>>;

  /** @param max values at the most; those that nobody asked for the longest make room */
  constructor(max: number) {
    this.#entries = new LRUCache({ max });
  }

  /** What is there already. */
  recall(key: K): V | undefined {
    return this.#entries.get(key)?.value;
  }

  /** What is there, else what the reading gives. Nothing is not kept. */
  async get(key: K, read: () => Promise<V | undefined>): Promise<V | undefined> {
    const known = this.#entries.get(key);
    if (known) return known.value ?? known.reading;
    const meanwhile: Change<V>[] = [];
    const reading = this.#read(key, read, meanwhile);
    this.#entries.set(key, { reading, meanwhile });
    return reading;
  }

  /** Reads until nothing was announced meanwhile that takes the reading back: who came after that must not get it. */
  async #read(key: K, read: () => Promise<V | undefined>, meanwhile: Change<V>[]): Promise<V | undefined> {
    const settle = (value?: V) => {
      const entry = this.#entries.peek(key);
      // Forgotten meanwhile, and perhaps being read anew.
      if (!entry?.reading || entry.meanwhile !== meanwhile) return;
      if (value) this.#entries.set(key, { value });
      else this.#entries.delete(key);
    };
    try {
      for (;;) {
        const value = await read();
        if (value && !meanwhile.splice(0).every((change) => change(value))) continue;
        settle(value);
        return value;
      }
    } catch (error) {
      settle();
      throw error;
    }
  }

  /** Changes a value where it is known, or once it has been read. */
  change(key: K, change: Change<V>): void {
    const entry = this.#entries.peek(key);
    if (entry?.reading) entry.meanwhile.push(change);
    else if (entry && !change(entry.value)) this.#entries.delete(key);
  }

  /** Forgets a value; whoever waits for it still gets it, whoever comes later does not. */
  forget(key: K): void {
    this.#entries.delete(key);
  }

  /** As {@link forget}, for all that something is true of, and for all that are being read: it may be of those. */
  forgetWhere(isTrue: (value: V) => boolean): void {
    for (const [key, entry] of [...this.#entries.entries()])
      if (entry.value === undefined || isTrue(entry.value)) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
