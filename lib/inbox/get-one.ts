import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { mine } from "./mine.ts";
import { bodies, notificationsOf, type Picked } from "./newest.ts";
import type { Notification } from "./schema.ts";
import { visibleOne } from "./visible-one.ts";

/**
 * One notification that the person can see, by its id alone or below an origin.
 * @throws BelfryError `not-found` for any other, whatever it is
 */
export async function getOne(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { origin, id }: { origin?: string; id: number },
): Promise<Notification> {
  const me = actor.personId;
  const [row] = await db.execute<Picked & Record<string, unknown>>(sql`
    with mine as materialized (${mine(me, origin)}), picked as (${visibleOne(me, { origin, id })})
    select ${bodies(me)}`);
  const [found] = row ? notificationsOf(row) : [];
  if (!found) throw new BelfryError("not-found", `${origin ?? "Your inbox"} shows you no notification ${id}.`);
  return found;
}
