import type { SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { hashToken } from "#lib/hash-token.ts";
import { change } from "./change.ts";
import { mineSeen, type Seen } from "./mine-seen.ts";
import { narrows, type Filter } from "./newest.ts";
import { newUndoToken } from "./undo-token.ts";

/** What a statement is told that changes many at once. */
export interface SeenChange {
  me: number;
  /** The feeds as `mine`, with a column `upto`: the last seq in each that may be changed. */
  mineSeen: SQL;
  filter: Filter;
  tokenHash: string;
}

/** Changes that many, of a person's own inbox. @returns how many there were */
type Change = (tx: Db, what: SeenChange) => Promise<number>;

/** What an event calls it, and what does it: to all up to a line in each feed, or to each that a filter picks. */
interface Kind {
  event: "cleared" | "read";
  moveLines: Change;
  pick: Change;
}

/**
 * Clears or marks a person's inbox, or one origin of it, or what of it fits a filter, for them alone.
 * @returns the token that takes this back within ten minutes, and how many it was
 * @throws BelfryError `bad-input` when `asOf` is no token of a listing
 */
export async function changeSeen(
  ctx: Ctx,
  { origin, asOf, unmuted = false, ...filter }: Filter & Seen,
  { event, moveLines, pick }: Kind,
): Promise<{ undoToken: string; count: number }> {
  const me = ctx.actor.personId;
  const undoToken = newUndoToken();
  const what = { me, mineSeen: mineSeen(me, { origin, asOf, unmuted }), filter, tokenHash: hashToken(undoToken) };
  const picks = narrows(filter);
  // Other windows can't tell by themselves what fits.
  const told = picks || unmuted ? { event: "reset" as const } : { event, origin };
  const count = await change(ctx.db, me, told, (tx) => (picks ? pick : moveLines)(tx, what));
  return { undoToken, count };
}
