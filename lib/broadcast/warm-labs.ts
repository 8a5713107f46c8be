import type { HubServer } from "#lib/jupyterhub/client.ts";

/** Which server, since when: one that was started anew is another. */
export type Started = Pick<HubServer, "username" | "server" | "started">;

export const keyOf = ({ username, server, started }: Started) => JSON.stringify([username, server, started]);

/** The hub ends a token after five minutes, and as long a lab knows whose it is once it has asked. A minute is left for the send. */
const goodForMs = 240_000;
/** From then on it is made anew for whoever still writes. */
const freshForMs = 180_000;
/** How long it is good to know that another instance has tokens; it says so again every five seconds. */
const elsewhereForMs = 10_000;

/**
 * Tokens that were made for a check of labs, so that a send need not wait for the hub: each good at one server alone, given
 * out once, and gone after four minutes whatever happens. They are in this process's memory and nowhere else, in private
 * fields, which neither a log nor a document of this object can show.
 * @see docs/decisions/0033-warm-labs.md
 */
export class WarmLabs {
  readonly #tokens = new Map<string, { server: Started; token: string; madeMs: number }>();
  readonly #coming = new Map<string, Promise<string>>();
  #forgetting: NodeJS.Timeout | undefined;
  #elsewhereUntilMs = -Infinity;

  /** Has a token made for this server and keeps it. @throws what `mint` does */
  async make(server: Started, mint: () => Promise<string>): Promise<string> {
    const key = keyOf(server);
    const coming = mint();
    this.#coming.set(key, coming);
    try {
      const token = await coming;
      this.keep(server, token);
      return token;
    } finally {
      if (this.#coming.get(key) === coming) this.#coming.delete(key);
    }
  }

  /** As {@link take}, once the token comes that is being made for this server, if one is. */
  async takeComing(server: Started): Promise<string | undefined> {
    if (this.#coming.size === 0) return this.take(server);
    await this.#coming.get(keyOf(server))?.catch(() => undefined);
    return this.take(server);
  }

  /** A token that has just been made for this server. */
  keep({ username, server, started }: Started, token: string): void {
    const kept = { username, server, started };
    const key = keyOf(kept);
    // Put in again at the end: the oldest are always the first.
    this.#tokens.delete(key);
    this.#tokens.set(key, { server: kept, token, madeMs: performance.now() });
    this.#forgetInTime();
  }

  /** For a send: this server's token, which nobody else gets any more. */
  take(server: Started): string | undefined {
    if (this.#tokens.size === 0) return undefined;
    const token = this.#younger(server, goodForMs);
    this.#tokens.delete(keyOf(server));
    return token;
  }

  /** For another check of the same server, while the token is far from its end. */
  read(server: Started): string | undefined {
    return this.#younger(server, freshForMs);
  }

  /** The server would not have this token. */
  drop(server: Started, token: string): void {
    if (this.#tokens.get(keyOf(server))?.token === token) this.#tokens.delete(keyOf(server));
  }

  /** The servers that a send could ring at once. */
  held(): Started[] {
    this.#forget();
    return [...this.#tokens.values()].map(({ server }) => server);
  }

  /** Forgets all but these servers. */
  retain(servers: readonly Started[]): void {
    const listed = new Set(servers.map(keyOf));
    for (const key of this.#tokens.keys()) if (!listed.has(key)) this.#tokens.delete(key);
  }

  clear(): void {
    this.#tokens.clear();
    clearTimeout(this.#forgetting);
  }

  /** Another instance has said that it has tokens. */
  hearOfOthers(): void {
    this.#elsewhereUntilMs = performance.now() + elsewhereForMs;
  }

  get isElsewhere(): boolean {
    return performance.now() < this.#elsewhereUntilMs;
  }

  #younger(server: Started, mostMs: number): string | undefined {
    const kept = this.#tokens.get(keyOf(server));
    return kept && performance.now() - kept.madeMs < mostMs ? kept.token : undefined;
  }

  #forget(): void {
    for (const [key, { madeMs }] of this.#tokens) {
      if (performance.now() - madeMs < goodForMs) return;
      this.#tokens.delete(key);
    }
  }

  /** One timer for all, for the oldest. */
  #forgetInTime(): void {
    if (this.#forgetting) return;
    const [oldest] = this.#tokens.values();
    if (!oldest) return;
    const leftMs = Math.ceil(oldest.madeMs + goodForMs - performance.now());
    this.#forgetting = setTimeout(() => {
      this.#forgetting = undefined;
      this.#forget();
      this.#forgetInTime();
    }, leftMs).unref();
  }
}
