import { and, eq, isNull, sql } from "drizzle-orm";
import { atomFeed, person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { hashToken } from "#lib/hash-token.ts";
import { list } from "#lib/inbox/list.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { linkOf, plain, sentence } from "#lib/inbox/sentence.ts";
import { actorOf, personColumns } from "#lib/people/person.ts";
import { writeAtom, type AtomEntry } from "../atom.ts";

/**
 * What the owner of a feed sees, without what they muted: the 50 most recent, as Atom.
 * @param secret as `makeFeed` gave it
 * @param address where Belfry is mounted, without a slash at its end
 * @throws BelfryError `not-found` for a secret that is none, or was, and for that of somebody whose account is disabled or gone
 */
export async function readFeed(
  { db }: Pick<SystemCtx, "db">,
  { secret, address }: { secret: string; address: string },
): Promise<string> {
  const [found] = await db
    .select({ ...personColumns, feedId: atomFeed.id })
    .from(atomFeed)
    .innerJoin(person, eq(person.id, atomFeed.personId))
    .where(and(eq(atomFeed.hash, hashToken(secret)), isNull(person.disabledAt), isNull(person.goneAt)));
  if (!found) throw new BelfryError("not-found", "There is no such feed.");
  await db
    .update(atomFeed)
    .set({ lastReadAt: sql`now()` })
    .where(
      and(eq(atomFeed.id, found.feedId), sql`coalesce(${atomFeed.lastReadAt} < now() - interval '1 minute', true)`),
    );
  const actor = actorOf(found, "token", ["notifications"]);
  const { groups } = await list({ db, actor }, { limit: 50, unmuted: true });
  const newestFirst = groups.flatMap(({ notifications }) => notifications).toSorted((a, b) => b.id - a.id);
  return writeAtom({
    id: `${address}/feeds/${found.feedId}`,
    title: `Notifications for ${found.username}`,
    link: `${address}/`,
    entries: newestFirst.map((one) => entryOf(one, address)),
  });
}

function entryOf(one: Notification, address: string): AtomEntry {
  const said = sentence(one);
  return {
    id: `${address}/notifications/${one.origin}/${one.id}`,
    title: plain(said),
    summary: [one.origin, ...said.meta].join(" · "),
    link: linkOf(one.data) ?? `${address}/?item=${one.id}`,
    category: one.category,
    at: new Date(one.timestamp),
  };
}
