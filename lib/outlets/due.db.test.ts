import { sql, type SQL } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { dueOutlets } from "./due.ts";

const database = scratchDatabase();
const people = 2000;

interface Plan {
  "Parent Relationship"?: string;
  "Relation Name"?: string;
  "Actual Loops": number;
  Plans?: Plan[];
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

it("looks for the members once, also in a table that was filled a moment ago", async () => {
  const { db } = database();
  for (const statement of [
    sql`alter table outlet set (autovacuum_enabled = false)`,
    sql`insert into origin (name) values ('told')`,
    sql`with added as (
        insert into person (provider, subject, username) select 'local', n, 'person-' || n from generate_series(1, ${people}::int) n returning id
      ) insert into membership (person_id, origin, source) select id, 'told', 'admin' from added`,
    sql`insert into outlet (person_id, kind, host, url_sealed, secret_sealed) select person_id, 'webhook', 'hooks.example', '', '' from membership`,
    sql`analyze person, membership, origin`,
  ])
    await db.execute(statement);
  const wanted = { audiences: [originAudience("told")] };
  expect(await dueOutlets({ db }, wanted)).toHaveLength(people);

  let statement: SQL | undefined;
  await dueOutlets(
    { db: { execute: (asked: SQL) => ((statement = asked), Promise.resolve([])) } as unknown as Db },
    wanted,
  );
  const [row] = await db.execute<{ "QUERY PLAN": [{ Plan: Plan }] }>(sql`explain (analyze, format json) ${statement}`);
  // Of what is found before all else it can't be begun anew for each outlet, whatever the planner takes the tables for.
  const before = nodes(row?.["QUERY PLAN"][0].Plan ?? { "Actual Loops": 0 })
    .filter((node) => node["Parent Relationship"] === "InitPlan")
    .flatMap(nodes);
  const read = before.filter((node) => node["Relation Name"] === "membership");
  expect(read.map((node) => node["Actual Loops"])).toEqual([1]);
});
