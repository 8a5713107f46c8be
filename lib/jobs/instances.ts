import { eq, sql } from "drizzle-orm";
import { instance } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { announce } from "#lib/live/bus.ts";

/** An instance that has not been heard of for this long is gone. */
const goneAfterS = 15;

/** Announced when an instance comes or goes, so that the others need not wait for their next look. */
export const instancesTopic = "instances";

/** Says that this instance lives. @returns how many do, itself counted */
export async function heartbeat({ db }: Pick<SystemCtx, "db">, id: string): Promise<number> {
  const [row] = await db.execute<{ others: number }>(sql`
    with beat as (
      insert into instance (id) values (${id}) on conflict (id) do update set seen_at = now()
    ), gone as (
      delete from instance where seen_at < now() - interval '1 hour' and id <> ${id}
    )
    select count(*) as others from instance where id <> ${id} and seen_at > now() - ${goneAfterS} * interval '1 second'`);
  return (row?.others ?? 0) + 1;
}

/** Says that this instance has come. @returns as {@link heartbeat} */
export async function arrive(ctx: Pick<SystemCtx, "db">, id: string): Promise<number> {
  const living = await heartbeat(ctx, id);
  await announce(ctx.db, instancesTopic);
  return living;
}

/** Says that this instance goes. */
export async function depart({ db }: Pick<SystemCtx, "db">, id: string): Promise<void> {
  await db.delete(instance).where(eq(instance.id, id));
  await announce(db, instancesTopic);
}
