import { randomBytes } from "node:crypto";
import { count, eq, sql } from "drizzle-orm";
import { outlet, person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { mine } from "#lib/inbox/mine.ts";
import { seal } from "#lib/seal.ts";
import { outletColumns, sealedFor, type Outlet } from "./outlet.ts";
import { requireReachable, type Reach } from "./reach.ts";
import type { OutletInput } from "./schema.ts";

const most = 20;

/**
 * Makes an outlet of the actor's, which follows their inbox from here on.
 * @returns it along with the secret that it signs with, which nobody sees again
 * @throws BelfryError `bad-input` for an address that may not be reached, `conflict` for one more than a person may have
 */
export async function makeOutlet(
  ctx: Pick<Ctx, "db" | "actor"> & { authSecret: string; reach: Reach },
  { kind, url, shape, origins, least, types, quiet }: OutletInput,
): Promise<Outlet & { secret: string }> {
  await requireReachable(ctx.reach, url);
  const { db, actor, authSecret } = ctx;
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const { host } = new URL(url);
  const made = await db.transaction(async (tx) => {
    // One after the other, or a crowd would all find room.
    await tx.select({ id: person.id }).from(person).where(eq(person.id, actor.personId)).for("no key update");
    const [held] = await tx.select({ count: count() }).from(outlet).where(eq(outlet.personId, actor.personId));
    if ((held?.count ?? 0) >= most)
      throw new BelfryError("conflict", `You have ${most} outlets, which is the most there can be. Delete one first.`);
    const [row] = await tx
      .insert(outlet)
      .values({
        personId: actor.personId,
        kind,
        host,
        urlSealed: seal(authSecret, sealedFor, url),
        secretSealed: seal(authSecret, sealedFor, secret),
        shape: shape ?? null,
        origins: origins ?? null,
        least: least ?? null,
        types: types ?? null,
        quiet: quiet ?? null,
      })
      .returning(outletColumns);
    if (!row) throw new Error("an outlet was not inserted");
    await tx.execute(sql`
      insert into outlet_cursor (outlet_id, feed_id, seq) select ${row.id}, m.id, m.head from (${mine(actor.personId)}) as m`);
    await note(tx, actor, { act: "outlet.make", subject: host, detail: { id: row.id, kind } });
    return row;
  });
  return { ...made, secret };
}
