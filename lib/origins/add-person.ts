import { transaction } from "#lib/bus/committed.ts";
import type { Ctx } from "#lib/ctx.ts";
import { createPerson, type NewPerson } from "#lib/people/create-person.ts";
import { joinAwaited } from "./take-in.ts";

/** {@link createPerson}, who becomes a member of the origins that wait for the name. */
export async function addPerson(ctx: Pick<Ctx, "db" | "actor">, given: NewPerson): ReturnType<typeof createPerson> {
  return transaction(ctx.db, async (tx) => {
    const made = await createPerson({ ...ctx, db: tx }, given);
    await joinAwaited({ db: tx }, { personId: made.id, username: given.username });
    return made;
  });
}
