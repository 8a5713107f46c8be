import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { clear } from "./clear.ts";
import { counts } from "./counts.ts";
import { fingerprint } from "./fingerprint.ts";
import { list } from "./list.ts";
import { overview } from "./overview.ts";
import { publish } from "./publish.ts";
import { newPerson } from "./test/person.ts";

const database = scratchDatabase();
let admin: Ctx;

/** A person of 300 feeds with 100 notifications each, among five hundred people of ten feeds each. */
beforeAll(async () => {
  admin = await newPerson(database(), { role: "admin" });
  const { db } = database();
  for (const statement of [
    sql`insert into origin (name) select 'feed-' || n from generate_series(1, 5300) n`,
    sql`insert into membership (person_id, origin, source) select ${admin.actor.personId}, 'feed-' || n, 'admin' from generate_series(1, 300) n`,
    sql`with others as (
        insert into person (provider, subject, username) select 'local', 'other-' || n, 'other-' || n from generate_series(1, 500) n returning id
      ) insert into membership (person_id, origin, source)
        select id, 'feed-' || 300 + (row_number() over (order by id) - 1) * 10 + n, 'admin' from others, generate_series(1, 10) n`,
    sql`insert into feed (audience, origin, head) select 'origin:feed-' || n, 'feed-' || n, 100 from generate_series(1, 5300) n`,
    // A few at a time: no statement may take long, on a busy machine either.
    ...[0, 100, 200].map(
      (first) => sql`insert into notification (feed_id, seq, id, type, category, data, shown_at) overriding system value
      select f.id, n, f.id * 1000 + n, 'note', 'info', '{"title": "node", "message": "built"}', now()
      from feed f, generate_series(1, 100) n where f.id > ${first} and f.id <= ${first} + 100`,
    ),
    sql`analyze origin, membership, feed, notification, person`,
  ])
    await db.execute(statement);
});

/** A pool of one connection, and somebody who works on it: what is prepared there can be asked on it. */
async function onOneConnection(work: (ctx: Ctx, db: Database["db"]) => Promise<void>): Promise<void> {
  const { db, close } = openDatabase(database().url, { max: 1 });
  try {
    await work({ ...admin, db }, db);
  } finally {
    await close();
  }
}

it("statements of an inbox are planned once, whatever their values", async () => {
  await onOneConnection(async (ctx, db) => {
    for (let round = 0; round < 7; round++) {
      await fingerprint(ctx);
      await list(ctx, { limit: 50 });
      await counts(ctx);
      await overview(ctx);
      const built = { type: "note", origin: "feed-7", data: { title: "node", message: "built" } };
      await publish(ctx, built);
      await publish(ctx, [built, built]);
      await clear(ctx, {});
    }
    const plans = await db.execute<{ statement: string; generic: number; custom: number }>(sql`
      select statement, generic_plans as generic, custom_plans as custom from pg_prepared_statements where cardinality(parameter_types) > 0`);
    expect(plans.length).toBeGreaterThanOrEqual(7);
    expect(plans.filter(({ generic, custom }) => custom > 0 || generic === 0)).toEqual([]);
  });
});

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

it("a fingerprint over 300 feeds looks each of them up in an index", async () => {
  await onOneConnection(async (ctx, db) => {
    await fingerprint(ctx);
    const [prepared] = await db.execute<{ name: string }>(
      sql`select name from pg_prepared_statements where statement like '%with ordinality as asked%'`,
    );
    const [explained] = await db.execute<{ "QUERY PLAN": [{ Plan: Plan }] }>(
      sql.raw(
        `explain (format json) execute "${prepared?.name}" (array[${ctx.actor.personId}]::bigint[], array[null]::text[])`,
      ),
    );
    const found = nodes(explained?.["QUERY PLAN"][0].Plan ?? { "Node Type": "none" });
    const feeds = found.filter((node) => node["Relation Name"] === "feed");
    expect(feeds.map((node) => node["Node Type"])).toEqual([expect.stringMatching(/^Index/)]);
    expect(found.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
  });
});
