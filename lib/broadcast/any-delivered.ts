import { eq } from "drizzle-orm";
import { delivery } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";

/** Whether any message ever reached a lab, as far as retention remembers. */
export async function anyDelivered({ db }: Pick<SystemCtx, "db">): Promise<boolean> {
  const found = await db
    .select({ id: delivery.broadcastId })
    .from(delivery)
    .where(eq(delivery.outcome, "delivered"))
    .limit(1);
  return found.length > 0;
}
