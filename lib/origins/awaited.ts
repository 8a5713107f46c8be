import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { cutToPage, onPage, type Page } from "#db/page.ts";
import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Ctx, SystemCtx } from "#lib/ctx.ts";
import { join } from "./join.ts";
import { requireOrigin } from "./origin.ts";

/** Which advisory locks these are; the second number is which of them. */
const lockClass = 4711;

/** Until the transaction ends nobody else looks whether the name is waited for, or has an account. */
export async function holdName(tx: Db, username: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockClass}, hashtext(${username}))`);
}

/**
 * Makes somebody who has just got a name a member of the origins that wait for it. Asked at each sign-in as well: a name
 * also comes by other ways, and what was torn off is done the next time.
 */
export async function joinAwaited(
  { db }: Pick<SystemCtx, "db">,
  { personId, username }: { personId: number; username: string },
): Promise<void> {
  await transaction(db, async (tx) => {
    await holdName(tx, username);
    const awaited = await tx.execute<{ origin: string }>(
      sql`delete from awaited_member where username = ${username} returning origin`,
    );
    for (const { origin } of awaited) {
      await join(tx, { personId, origin, source: "admin" });
      await note(
        tx,
        { personId, username, via: "sign-in" },
        { act: "member.add", subject: username, detail: { origin } },
      );
    }
  });
}

export interface Awaited {
  username: string;
  since: Date;
}

/**
 * Who becomes a member with their first sign-in, by name: a part of them, at most 1,000.
 * @throws BelfryError `not-found` when nobody registered the origin
 */
export async function listAwaited(
  { db }: Pick<Ctx, "db">,
  { origin, ...part }: Page & { origin: string },
): Promise<Awaited[]> {
  await requireOrigin(db, origin);
  const rows = await db.execute<{ username: string; since: string }>(sql`
    select username, created_at as since from awaited_member
    where origin = ${origin} and ${onPage(sql`username`, part)} order by username ${cutToPage(part)}`);
  return rows.map(({ username, since }) => ({ username, since: new Date(since) }));
}
