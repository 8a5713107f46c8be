import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { Outcome } from "./outcome-look.ts";

const notFailed = new Set<string>(["delivered", "queued", "cancelled", "unknown"] satisfies Outcome[]);

/** How many labs a retry rings again by itself, and how many only if asked for: those may have the message already. */
export function failedCounts(outcomes: BroadcastDocument["outcomes"]): { failed: number; unknown: number } {
  const failed = Object.entries(outcomes).reduce(
    (sum, [outcome, count]) => (notFailed.has(outcome) ? sum : sum + count),
    0,
  );
  return { failed, unknown: outcomes.unknown ?? 0 };
}
