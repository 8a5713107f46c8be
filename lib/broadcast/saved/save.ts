import { count } from "drizzle-orm";
import { savedMessage } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { SavedInput } from "../schema.ts";

/** A list that people choose from; more than this nobody would look through. */
const most = 200;

/** Keeps a message for the next time. @throws BelfryError `conflict` when there are 200 already */
export async function saveMessage(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  input: SavedInput,
): Promise<{ id: number }> {
  const [kept] = await db.select({ count: count() }).from(savedMessage);
  if (kept && kept.count >= most)
    throw new BelfryError("conflict", `There are ${most} saved messages. Remove one first.`);
  const [made] = await db
    .insert(savedMessage)
    .values({
      message: input.message,
      variant: input.variant,
      autoCloseMs: input.autoClose === false ? null : input.autoClose,
      createdBy: actor.personId,
    })
    .returning({ id: savedMessage.id });
  if (!made) throw new Error("a saved message was not inserted");
  return made;
}
