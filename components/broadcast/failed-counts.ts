import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { Outcome } from "./outcome-look.ts";

const notFailed = new Set<string>(["delivered", "queued", "cancelled", "unknown"] satisfies Outcome[]);

/**
 * Whose labs certainly did not show it, each once; not those of whom another lab did, or may have.
 * @param details every server of a broadcast
 */
export function peopleWithoutIt(details: NonNullable<BroadcastDocument["details"]>): string[] {
  const mayHave = new Set(details.filter(({ outcome }) => notFailed.has(outcome)).map(({ username }) => username));
  return [...new Set(details.map(({ username }) => username))].filter((name) => !mayHave.has(name));
}

/** How many labs a retry rings again by itself, and how many only if asked for: those may have the message already. */
export function failedCounts(outcomes: BroadcastDocument["outcomes"]): { failed: number; unknown: number } {
  const failed = Object.entries(outcomes).reduce(
    (sum, [outcome, count]) => (notFailed.has(outcome) ? sum : sum + count),
    0,
  );
  return { failed, unknown: outcomes.unknown ?? 0 };
}
