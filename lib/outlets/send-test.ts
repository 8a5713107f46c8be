import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { outlet, person } from "#db/schema/index.ts";
import { transaction } from "#lib/bus/committed.ts";
import { ringOwnLabs } from "#lib/broadcast/ring-own-labs.ts";
import type { Ctx, SystemCtx } from "#lib/ctx.ts";
import { ownOrigin } from "#lib/inbox/schema.ts";
import type { Permits } from "#lib/limits/permits.ts";
import { carry, type CarryCtx } from "./carry.ts";
import { ask, takeAsk } from "./mail/ask.ts";
import { opened, unopened } from "./opened.ts";
import { called } from "./called.ts";
import { belongingTo, noSuchOutlet, type Whose } from "./outlet.ts";
import type { Posted } from "./post.ts";

/** Of each person. */
const testsAMinute = 10;

/**
 * Sends a notification that is none to one of the actor's outlets, or of an origin's, at once, whether it rests or not. An address that has not been confirmed
 * is asked once more instead.
 * @throws BelfryError `not-found` when there is no such outlet, `too-many`
 */
export async function sendTest(
  ctx: Pick<Ctx, "db" | "actor"> & CarryCtx & { permits: Permits },
  { id, ...whose }: Whose & { id: number },
): Promise<Posted> {
  const { personId, username } = ctx.actor;
  const [row] = await ctx.db
    .select({ found: outlet, subject: person.subject })
    .from(outlet)
    .innerJoin(person, eq(person.id, outlet.personId))
    .where(and(eq(outlet.id, id), belongingTo(ctx, whose)));
  if (!row) throw noSuchOutlet(whose);
  const { found, subject } = row;
  await ctx.permits.take({ key: `outlet-tests:${personId}`, most: testsAMinute, windowS: 60 }, "tests of outlets");
  const { kind } = found;
  if (kind === "lab") {
    const message = "A test from Belfry";
    await transaction(ctx.db, (tx) => ringOwnLabs(tx, { outletId: id, username: subject, message, variant: "info" }));
    return tested(ctx, id, { ok: true });
  }
  const to = opened(ctx.authSecret, found);
  if (!to) return { ok: false, reason: unopened };
  if (!found.confirmed) {
    await takeAsk(ctx, personId);
    const asked = await ask(ctx, { id, to: to.url, username });
    return {
      ok: false,
      reason: asked.ok
        ? "it is not confirmed yet: the mail to confirm it was sent again"
        : (asked.reason ?? "no answer"),
    };
  }
  const one = {
    id: 0,
    timestamp: ctx.now().getTime(),
    type: "test",
    category: "info" as const,
    origin: ownOrigin,
    data: { title: "A test from Belfry", message: `${username} asked for it` },
  };
  const posted = await carry(ctx, { ...found, ...to, kind, digest: null, username }, [one], `test_${randomUUID()}`);
  return tested(ctx, id, posted);
}

/** Notes what became of a test among the calls. */
async function tested({ db, now }: Pick<SystemCtx, "db" | "now">, id: number, posted: Posted): Promise<Posted> {
  await db
    .update(outlet)
    .set({ calls: called(posted, 0, now()) })
    .where(eq(outlet.id, id));
  return posted;
}
