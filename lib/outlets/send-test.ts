import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { ownOrigin } from "#lib/inbox/schema.ts";
import type { Permits } from "#lib/limits/permits.ts";
import { noSuchOutlet } from "./outlet.ts";
import { post, type Posted } from "./post.ts";
import type { Reach } from "./reach.ts";
import { opened, unopened } from "./opened.ts";

/** Of each person. */
const testsAMinute = 10;

/**
 * Sends a notification that is none to one of the actor's outlets, at once, whether it rests or not.
 * @throws BelfryError `not-found` when they have no such outlet, `too-many`
 */
export async function sendTest(
  ctx: Pick<Ctx, "db" | "actor" | "now"> & { authSecret: string; reach: Reach; permits: Permits },
  { id }: { id: number },
): Promise<Posted> {
  const [found] = await ctx.db
    .select()
    .from(outlet)
    .where(and(eq(outlet.id, id), eq(outlet.personId, ctx.actor.personId)));
  if (!found) throw noSuchOutlet();
  const limit = { key: `outlet-tests:${ctx.actor.personId}`, most: testsAMinute, windowS: 60 };
  await ctx.permits.take(limit, "tests of outlets");
  const to = opened(ctx.authSecret, found);
  if (!to) return { ok: false, reason: unopened };
  const now = ctx.now();
  return post(ctx.reach, {
    ...to,
    shape: found.shape,
    messageId: `test_${randomUUID()}`,
    now,
    one: {
      id: 0,
      timestamp: now.getTime(),
      type: "test",
      category: "info",
      origin: ownOrigin,
      data: { title: "A test from Belfry", message: `${ctx.actor.username} asked for it` },
    },
  });
}
