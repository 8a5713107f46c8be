import { channel } from "node:diagnostics_channel";

/** What happens deep inside and is worth counting. Only words from a short list go in: each becomes a line of its own. */
export interface Diagnostics {
  /** One of `FINAL_OUTCOMES`. */
  delivery: { outcome: string };
  signIn: { result: "succeeded" | "failed" };
  hubRequest: { result: "answered" | "refused" | "failed" };
  /** Whether the hub took the service's own token when it was asked whose it is. */
  serviceToken: { accepted: boolean };
  /** A request was answered with 503: one of the reasons of `db/unavailable.ts`. */
  databaseRefusal: { reason: "away" | "full" | "read-only" | "crowded" | "busy" };
  /** A stream was ended because its reader did not read. */
  slowReader: Record<string, never>;
}

const channelOf = (name: keyof Diagnostics) => channel(`belfry:${name}`);

/** Says that something happened. Costs next to nothing when nobody counts, as in tests. */
export function emit<N extends keyof Diagnostics>(name: N, what: Diagnostics[N]): void {
  const to = channelOf(name);
  if (to.hasSubscribers) to.publish(what);
}

/** Hears of it. One process has one line for each name, however often its modules are loaded. */
export function onEmitted<N extends keyof Diagnostics>(name: N, hear: (what: Diagnostics[N]) => void): void {
  channelOf(name).subscribe((what) => hear(what as Diagnostics[N]));
}
