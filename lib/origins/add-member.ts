import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { join } from "./join.ts";
import { memberNamed } from "./member-named.ts";

interface Named {
  origin: string;
  username: string;
}

/**
 * Makes somebody a member of an origin, until an admin ends it. Somebody who has no account yet becomes one by signing in
 * for the first time.
 * @returns whether it waits for that
 * @throws BelfryError `not-found` when nobody registered the origin, or nobody can have the name
 */
export async function addMember({ db, actor }: Pick<Ctx, "db" | "actor">, named: Named): Promise<{ waits: boolean }> {
  return transaction(db, async (tx) => {
    const personId = await memberNamed(tx, named);
    const waits = personId === undefined;
    const added = waits ? await wait(tx, named) : await join(tx, { personId, origin: named.origin, source: "admin" });
    const act = waits ? "member.await" : "member.add";
    if (added) await note(tx, actor, { act, subject: named.username, detail: { origin: named.origin } });
    return { waits };
  });
}

/**
 * An account of the very name may have come since: its sign-in takes up what waits when this has ended.
 * @throws BelfryError `not-found` for a name that looks like somebody's, which nobody else will get
 */
async function wait(tx: Db, { origin, username }: Named): Promise<boolean> {
  const [taken] = await tx.execute<{ username: string }>(
    sql`select username from person where looks_like(username) = looks_like(${username}) and username <> ${username} and not lookalike limit 1`,
  );
  if (taken)
    throw new BelfryError(
      "not-found",
      `Nobody is named ${username}, and nobody can be: it looks like ${taken.username}.`,
    );
  const made = await tx.execute(
    sql`insert into awaited_member (origin, username) values (${origin}, ${username}) on conflict do nothing returning origin`,
  );
  return made.length > 0;
}
