import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { shortened } from "#lib/characters.ts";
import { MESSAGE_LIMIT } from "#lib/broadcast/message.ts";
import type { OwnToast } from "#lib/broadcast/ring-own-labs.ts";
import { categories } from "#lib/inbox/schema.ts";
import { plain, sentence } from "#lib/inbox/sentence.ts";
import type { Sendable } from "../shapes.ts";

/** Toasts that an outlet may have in an hour. */
export const anHour = 10;

/** How many more toasts an outlet may have now; and, where that is none, in how many ms there is one. */
export async function roomFor(db: Db, outletId: number): Promise<{ room: number; freesMs: number }> {
  const [row] = await db.execute<{ held: number; freesMs: number | null }>(sql`
    select count(*)::int as held, extract(epoch from min(created_at) + interval '1 hour' - now())::float8 * 1000 as "freesMs"
    from broadcast where outlet_id = ${outletId} and created_at > now() - interval '1 hour'`);
  const room = Math.max(0, anHour - (row?.held ?? 0));
  return { room, freesMs: room > 0 ? 0 : Math.max(1, row?.freesMs ?? 1) };
}

/** What a toast says of one notification, or of several: the first failure among them, else the first, and how many more. */
export function toastOf(all: readonly [Sendable, ...Sendable[]]): Pick<OwnToast, "message" | "variant"> {
  const first = all.find(({ category }) => category === "error") ?? all[0];
  const worst = Math.max(...all.map(({ category }) => categories.indexOf(category)));
  const more = all.length > 1 ? ` and ${all.length - 1} more` : "";
  const said = `${first.origin}: ${plain(sentence(first)) || first.type}`.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return { message: shortened(said, MESSAGE_LIMIT - more.length) + more, variant: categories[worst] ?? "info" };
}
