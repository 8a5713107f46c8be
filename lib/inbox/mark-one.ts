import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { change } from "./change.ts";
import { visibleOne } from "./visible-one.ts";

/** Marks one notification read or unread, whatever the read line says. One that the person can't see stays as it is. */
export async function markOne(
  ctx: Ctx,
  { origin, id, read }: { origin: string; id: number; read: boolean },
): Promise<void> {
  const me = ctx.actor.personId;
  await change(ctx.db, me, read ? { event: "read", origin, id } : { event: "reset" }, (tx) =>
    tx.execute(sql`
      insert into receipt (person_id, feed_id, seq, read) select ${me}, feed_id, seq, ${read} from (${visibleOne(me, { origin, id })}) as target
      on conflict (person_id, feed_id, seq) do update set read = excluded.read, read_by = null`),
  );
}
