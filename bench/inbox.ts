/**
 * What an inbox costs as it grows, by the application's own verbs on an embedded Postgres: with what is stored, with
 * what is cleared, with how many see a publish, and how many publishes one feed takes in a second.
 * Run alone it prints the figures as JSON.
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { openDatabase, type Database } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { migrate } from "#db/migrate.ts";
import { onServer } from "#db/test/server.ts";
import type { Ctx } from "#lib/ctx.ts";
import { append } from "#lib/inbox/append.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { clear } from "#lib/inbox/clear.ts";
import { counts } from "#lib/inbox/counts.ts";
import { list } from "#lib/inbox/list.ts";
import { publish } from "#lib/inbox/publish.ts";
import { queryOf } from "#lib/inbox/words.ts";
import { dueOutlets } from "#lib/outlets/due.ts";
import { addCrowd, addPerson, feedName, fillInbox } from "./inbox-seed.ts";
import { median, mediansMs, perSecond } from "./medians.ts";

/** How much there is of everything. The names of the figures are of the whole; the quick run is for being right alone. */
const whole = {
  feeds: 200,
  stored: 10_000_000,
  few: 10_000,
  cleared: 1_000_000,
  members: 1_000_000,
  outlets: 10_000,
  rounds: 200,
  publishes: 3000,
};
const small = {
  feeds: 20,
  stored: 2000,
  few: 200,
  cleared: 400,
  members: 1000,
  outlets: 200,
  rounds: 5,
  publishes: 200,
};
type Sizes = typeof whole;

const fewMembers = 10;
const fewCleared = 10;
const publishers = 64;

/** @returns ratios of medians of this run: `list/1e7-over-1e4`, `search/1e7-over-list`, `clear/1e6-over-10`, `publish/1e6-members-over-10`, `publish/1e4-outlets-over-0`, `publish/searched-over-not`; and of rates */
export async function benchInbox({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const sizes = quick ? small : whole;
  const folder = path.join(tmpdir(), `belfry-inbox-${process.pid}`);
  const embedded = await openEmbedded({ dataDir: folder });
  const large = await databaseOn(embedded.url, "large");
  // A database of its own: the indexes of a small inbox are small as well.
  const little = await databaseOn(embedded.url, "little");
  try {
    const reader = await personWith(large, sizes, sizes.stored);
    const littleReader = await personWith(little, sizes, sizes.few);
    const publisher = await addPerson(large, "publisher", "admin");
    await addCrowd(large, { origin: "crowd", members: sizes.members });
    await addCrowd(large, { origin: "few", members: fewMembers });
    await addCrowd(large, { origin: "told", members: sizes.outlets });
    await addCrowd(large, { origin: "untold", members: sizes.outlets });
    await large.sql`
      insert into outlet (person_id, kind, host, url_sealed, secret_sealed)
      select person_id, 'webhook', 'hooks.example', '', '' from membership where origin = 'told'`;
    await large.sql`checkpoint`;
    return {
      ...(await listing(sizes, reader, littleReader)),
      ...(await clearing(sizes, reader)),
      ...(await publishing(sizes, publisher)),
      ...(await publishingToOutlets(sizes, publisher)),
      ...(await oneFeed(sizes, publisher)),
      ...(await searchIndex(sizes, publisher)),
    };
  } finally {
    await Promise.all([large.close(), little.close()]);
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function databaseOn(url: string, name: string): Promise<Database> {
  const server = openDatabase(url);
  await server.sql.unsafe(`create database ${name}`);
  await server.close();
  await migrate(onServer(url, name));
  return openDatabase(onServer(url, name));
}

async function personWith(database: Database, { feeds }: Sizes, stored: number): Promise<Ctx> {
  const ctx = await addPerson(database, "reader");
  await fillInbox(database, { personId: ctx.actor.personId, feeds, each: stored / feeds });
  return ctx;
}

/** The newest 50, of all that is stored, and of what a search finds in it. */
async function listing({ rounds, feeds, stored, few }: Sizes, large: Ctx, little: Ctx) {
  const read = (ctx: Ctx, newest: number) => async () => {
    const { groups } = await list(ctx, { limit: 50 });
    const ids = groups.flatMap(({ notifications }) => notifications.map(({ id }) => id)).toSorted((a, b) => b - a);
    assert.deepEqual(
      ids,
      Array.from({ length: 50 }, (_, n) => newest - n),
    );
  };
  const took = await mediansMs(rounds, { large: { run: read(large, stored) }, little: { run: read(little, few) } });
  const search = (text: string, most: number) => async () => {
    const { groups } = await list(large, { limit: 50, q: queryOf(text) });
    assert.equal(
      groups.reduce((sum, { notifications }) => sum + notifications.length, 0),
      Math.min(most, 50),
    );
  };
  // One of the newest has what is common, one alone a package of its own, and each feed one of a version.
  const half = stored / feeds / 2;
  const searched = await mediansMs(rounds, {
    list: { run: read(large, stored) },
    common: { run: search("node unst", stored) },
    single: { run: search(`${feedName(7)}/node/1.2.${half}`, 1) },
    rare: { run: search(`1.2.${half}`, feeds) },
  });
  return {
    "list/1e7-over-1e4": took.large / took.little,
    "list/1e7-ms": took.large,
    "search/1e7-over-list": Math.max(searched.common, searched.single, searched.rare) / searched.list,
  };
}

/** Everything at once, with as many visible as is said: spread over all feeds, or ten in ten of them. */
async function clearing({ rounds, feeds, cleared }: Sizes, ctx: Ctx) {
  const { personId } = ctx.actor;
  const withVisible = (inFeeds: number, each: number) => ({
    async prepare() {
      await ctx.db.execute(sql`
        insert into cursor (person_id, feed_id, cleared) select ${personId}, id, head - case when n <= ${inFeeds} then ${each}::bigint else 0 end
        from (select id, head, row_number() over (order by id) as n from feed where audience like 'origin:feed-%') as f
        on conflict (person_id, feed_id) do update set cleared = excluded.cleared`);
      assert.equal((await counts(ctx)).total, inFeeds * each);
    },
    run: () => clear(ctx, {}),
  });
  const took = await mediansMs(rounds, {
    million: withVisible(feeds, cleared / feeds),
    ten: withVisible(fewCleared, 1),
  });
  assert.equal((await counts(ctx)).total, 0);
  return { "clear/1e6-over-10": took.million / took.ten, "clear/1e6-ms": took.million };
}

const note = (origin: string) => ({ type: "note", origin, data: { title: "node 1.2.3", message: "built" } });

async function publishing({ rounds, members }: Sizes, ctx: Ctx) {
  const took = await mediansMs(rounds * 2, {
    crowd: { run: () => publish(ctx, note("crowd")) },
    few: { run: () => publish(ctx, note("few")) },
  });
  for (const [origin, size] of [
    ["crowd", members],
    ["few", fewMembers],
  ] as const)
    await assertSeen(ctx, origin, size);
  return { "publish/1e6-members-over-10": took.crowd / took.few, "publish/1e6-members-ms": took.crowd };
}

/** An origin each of whose members has an outlet, over one of as many members without: a publish writes nothing for them. */
async function publishingToOutlets({ rounds, outlets }: Sizes, ctx: Ctx) {
  const took = await mediansMs(rounds * 2, {
    told: { run: () => publish(ctx, note("told")) },
    untold: { run: () => publish(ctx, note("untold")) },
  });
  assert.equal((await dueOutlets(ctx, { audiences: [originAudience("told")] })).length, outlets);
  assert.equal((await dueOutlets(ctx, { audiences: [originAudience("untold")] })).length, 0);
  return { "publish/1e4-outlets-over-0": took.told / took.untold };
}

/** The last of so many members has all that lies in the origin. */
async function assertSeen({ db, ...ctx }: Ctx, origin: string, members: number): Promise<void> {
  const [row] = await db.execute<{ id: number; head: number }>(sql`
    select p.id, f.head from person p, feed f where p.username = ${`${origin}${members}`} and f.audience = ${originAudience(origin)}`);
  assert.ok(row && row.head > 0);
  assert.equal((await counts({ db, actor: { ...ctx.actor, personId: row.id } })).total, row.head);
}

/** Many who publish one each to the same feed, at the same time; beside one insert for each, in a transaction of its own. */
async function oneFeed({ publishes }: Sizes, ctx: Ctx) {
  const origin = feedName(1);
  const entry = {
    audience: originAudience(origin),
    origin,
    type: "note",
    category: "info" as const,
    data: note(origin).data,
  };
  const rates = { ours: [] as number[], naive: [] as number[] };
  const head = async () =>
    (await ctx.db.execute<{ head: number }>(sql`select head from feed where audience = ${originAudience(origin)}`))[0]
      ?.head ?? 0;
  const before = await head();
  const rounds = 5;
  for (let round = 0; round < rounds; round++) {
    rates.ours.push(await perSecond(publishes, publishers, () => publish(ctx, note(origin))));
    rates.naive.push(await perSecond(publishes, publishers, () => append(ctx.db, [{ ...entry, shownAt: new Date() }])));
  }
  assert.equal(await head(), before + 2 * rounds * publishes);
  return {
    "publish/per-second-one-feed-over-naive": median(rates.ours) / median(rates.naive),
    "publish/per-second-one-feed": median(rates.ours),
  };
}

/**
 * What the index of a search costs those who publish: many at once, with it and without, in turns. Postgres adds to an index
 * that is marked ready; one that it passed over is no good any more, so this comes last.
 */
async function searchIndex({ publishes }: Sizes, ctx: Ctx) {
  const kept = (ready: boolean) => ({
    prepare: () =>
      ctx.db.execute(sql`update pg_index set indisready = ${ready} where indexrelid = 'notification_words'::regclass`),
    run: () => perSecond(publishes, publishers, () => publish(ctx, note(feedName(2)))),
  });
  const took = await mediansMs(10, { searched: kept(true), not: kept(false) });
  return { "publish/searched-over-not": took.searched / took.not };
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchInbox({ quick: process.argv.includes("--quick") }))}\n`);
