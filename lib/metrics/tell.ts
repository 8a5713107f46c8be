import { channel } from "node:diagnostics_channel";
import type { FinalOutcome } from "#lib/broadcast/outcome.ts";

/** What happens deep inside and is worth counting. Only words from a short list go in: each becomes a line of its own. */
export interface Happenings {
  delivery: { outcome: FinalOutcome };
  signIn: { result: "succeeded" | "failed" };
  hubRequest: { result: "answered" | "refused" | "failed" };
  /** A request was answered with 503: the database did not answer, or its disk is full. */
  databaseRefusal: { reason: "away" | "full" };
  /** A stream was ended because its reader did not read. */
  slowReader: Record<string, never>;
}

const channelOf = (name: keyof Happenings) => channel(`belfry:${name}`);

/** Says that something happened. Costs next to nothing when nobody counts, as in tests. */
export function tell<N extends keyof Happenings>(name: N, what: Happenings[N]): void {
  const to = channelOf(name);
  if (to.hasSubscribers) to.publish(what);
}

/** Hears of it. One process has one line for each name, however often its modules are loaded. */
export function onTold<N extends keyof Happenings>(name: N, hear: (what: Happenings[N]) => void): void {
  channelOf(name).subscribe((what) => hear(what as Happenings[N]));
}
