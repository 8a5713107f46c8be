import { eq, sql } from "drizzle-orm";
import { instance } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { instancesTopic } from "./topics.ts";
import { announce } from "./bus.ts";

/** An instance that has not been heard of for this long is gone. */
const goneAfterS = 15;

/** The instances that live, this one counted. */
export interface Alive {
  instances: number;
  /** This one's among them: 0, 1, 2 … */
  place: number;
}

/** Says that this instance lives. */
export async function heartbeat({ db }: Pick<SystemCtx, "db">, id: string): Promise<Alive> {
  const [row] = await db.execute<{ others: number; place: number }>(sql`
    with beat as (
      insert into instance (id) values (${id}) on conflict (id) do update set seen_at = now()
    ), gone as (
      delete from instance where seen_at < now() - interval '1 hour' and id <> ${id}
    )
    select count(*) as others, count(*) filter (where id < ${id}) as place from instance where id <> ${id} and seen_at > now() - ${goneAfterS} * interval '1 second'`);
  return { instances: (row?.others ?? 0) + 1, place: row?.place ?? 0 };
}

/** Says that this instance has come. @returns as {@link heartbeat} */
export async function arrive(ctx: Pick<SystemCtx, "db">, id: string): Promise<Alive> {
  const alive = await heartbeat(ctx, id);
  await announce(ctx.db, instancesTopic);
  return alive;
}

/** Says that this instance goes. */
export async function depart({ db }: Pick<SystemCtx, "db">, id: string): Promise<void> {
  await db.delete(instance).where(eq(instance.id, id));
  await announce(db, instancesTopic);
}
