import type { Ctx } from "#lib/ctx.ts";
import { take } from "#lib/limits/take.ts";

/** For everybody together: each of them rings everyone. */
export const broadcastsAMinute = 30;

/** @throws BelfryError `too-many` */
export function limitBroadcasts(ctx: Pick<Ctx, "db">): Promise<void> {
  return take(ctx, { key: "broadcasts", most: broadcastsAMinute, windowS: 60 }, "broadcasts this minute");
}
