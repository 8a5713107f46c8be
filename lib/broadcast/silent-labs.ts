import { keyOf, type Started } from "./warm-labs.ts";

/** More than a hub has labs that hang; of a server that was started anew the earlier one is forgotten by this alone. */
const mostKnown = 10_000;

/**
 * Servers that let their time run out when they were last asked, by a send or a check. Each will most likely do so again, which
 * is what a broadcast takes longest for: rung first, it ends sooner.
 * @see docs/decisions/0045-who-hung-goes-first.md
 */
export class SilentLabs {
  readonly #servers = new Map<string, Started>();

  /** Whether a server that was asked let its time run out. */
  note({ username, server, started }: Started, isSilent: boolean): void {
    if (!isSilent && this.#servers.size === 0) return;
    const key = keyOf({ username, server, started });
    this.#servers.delete(key);
    if (!isSilent) return;
    this.#servers.set(key, { username, server, started });
    const [oldest] = this.#servers.keys();
    if (this.#servers.size > mostKnown && oldest !== undefined) this.#servers.delete(oldest);
  }

  all(): Started[] {
    return [...this.#servers.values()];
  }
}
