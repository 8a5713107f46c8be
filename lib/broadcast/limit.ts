import type { Ctx } from "#lib/ctx.ts";
import { take } from "#lib/limits/take.ts";

/** Thirty broadcasts a minute, for everybody together: each of them rings everyone. @throws BelfryError `too-many` */
export function limitBroadcasts(ctx: Pick<Ctx, "db">): Promise<void> {
  return take(ctx, { key: "broadcasts", most: 30, windowS: 60 }, "broadcasts this minute");
}
