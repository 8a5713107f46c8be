import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { join } from "#lib/origins/join.ts";
import { leave } from "#lib/origins/leave.ts";
import { append } from "./append.ts";
import { originAudience } from "./audience.ts";
import { clear } from "./clear.ts";
import { dismiss } from "./dismiss.ts";
import { list } from "./list.ts";
import { markOne } from "./mark-one.ts";
import { purge } from "./purge.ts";
import { newPerson } from "./test/person.ts";
import { undo } from "./undo.ts";

const database = scratchDatabase();
let alice: Ctx;

beforeEach(async () => {
  alice = await newPerson(database());
  for (const origin of ["core", "dev"])
    await join(alice.db, { personId: alice.actor.personId, origin, source: "admin" });
});

async function arrive(origin = "core"): Promise<number> {
  const [id = 0] = await append(alice.db, [
    { audience: originAudience(origin), origin, type: "note", category: "info", data: {}, shownAt: new Date() },
  ]);
  return id;
}

const shown = async () =>
  (await list(alice, { limit: 200 })).groups
    .flatMap(({ notifications }) => notifications.map(({ id }) => id))
    .toSorted((a, b) => a - b);
/** Makes what alice cleared older. */
const later = (seconds: number) =>
  alice.db.execute(
    sql`update clearing set created_at = created_at - ${seconds} * interval '1 second' where person_id = ${alice.actor.personId}`,
  );
const refusedAs = (code: string, token: string, ctx = alice) =>
  expect(undo(ctx, { token })).rejects.toMatchObject({ code });

describe("undo", () => {
  it("brings back exactly what a clear took, and a second time nothing more", async () => {
    const [one, two, three] = [await arrive(), await arrive(), await arrive("dev")];
    await dismiss(alice, { origin: "core", id: two });
    const { undoToken: token } = await clear(alice, {});
    const four = await arrive();
    expect(await shown()).toEqual([four]);
    await undo(alice, { token });
    expect(await shown()).toEqual([one, three, four]);
    await undo(alice, { token });
    expect(await shown()).toEqual([one, three, four]);
  });

  it("of one that was purged since is no conflict with a clear that came after", async () => {
    const one = await arrive();
    const { undoToken: token } = await dismiss(alice, { origin: "core", id: one });
    await purge(alice, { retentionDays: 0 });
    await arrive();
    await clear(alice, {});
    await undo(alice, { token });
    expect(await shown()).toEqual([]);
  });

  it("is refused after a later clear of the same, even one that found nothing; undone from the last, both work", async () => {
    const one = await arrive();
    const { undoToken: first } = await clear(alice, {});
    const { undoToken: second } = await clear(alice, { origin: "core" });
    await refusedAs("conflict", first);
    await undo(alice, { token: second });
    expect(await shown()).toEqual([]);
    await undo(alice, { token: first });
    expect(await shown()).toEqual([one]);
    await clear(alice, {});
    await refusedAs("conflict", first);
  });

  it("is not refused for a later clear of something else", async () => {
    const one = await arrive("dev");
    const { undoToken: token } = await clear(alice, {});
    await arrive("core");
    await clear(alice, { origin: "core" });
    await undo(alice, { token });
    expect(await shown()).toEqual([one]);
  });

  it("brings back a single one, unless it was cleared again with all or by itself", async () => {
    const one = await arrive();
    const { undoToken: single } = await dismiss(alice, { origin: "core", id: one });
    await undo(alice, { token: single });
    expect(await shown()).toEqual([one]);

    const { undoToken: again } = await dismiss(alice, { origin: "core", id: one });
    await refusedAs("conflict", single);
    await undo(alice, { token: again });
    const { undoToken: all } = await clear(alice, {});
    await refusedAs("conflict", again);
    await undo(alice, { token: all });
    expect(await shown()).toEqual([one]);
  });

  it("of a single one that came after a later clear's As-Of is not refused", async () => {
    await arrive();
    const { asOf } = await list(alice, { limit: 50 });
    const two = await arrive();
    const { undoToken: token } = await dismiss(alice, { origin: "core", id: two });
    await clear(alice, { asOf });
    await undo(alice, { token });
    expect(await shown()).toEqual([two]);
  });

  it("of what took nothing changes nothing: one cleared before, under another origin, or of nobody", async () => {
    const one = await arrive();
    const { undoToken: all } = await clear(alice, {});
    for (const [origin, id] of [
      ["core", one],
      ["dev", one],
      ["core", 1_000_000],
    ] as const) {
      const { undoToken: token } = await dismiss(alice, { origin, id });
      await markOne(alice, { origin, id, read: true });
      await undo(alice, { token });
      expect(await shown()).toEqual([]);
    }
    await undo(alice, { token: all });
    expect((await list(alice, { limit: 50 })).groups).toMatchObject([{ notifications: [{ id: one, read: false }] }]);
  });

  it("knows a token for ten minutes, and its owner's alone", async () => {
    const one = await arrive();
    const { undoToken: token } = await clear(alice, {});
    await refusedAs("not-found", token, await newPerson(database()));
    await refusedAs("not-found", "made up");
    await later(599);
    await undo(alice, { token });
    expect(await shown()).toEqual([one]);
    await later(2);
    await refusedAs("not-found", token);
  });

  it("still brings back what one origin showed when the person has left another since", async () => {
    const [one] = [await arrive(), await arrive("dev")];
    const { undoToken: all } = await clear(alice, {});
    await leave(alice.db, { personId: alice.actor.personId, origin: "dev" });
    await undo(alice, { token: all });
    expect(await shown()).toEqual([one]);
    const { undoToken: single } = await dismiss(alice, { origin: "core", id: one });
    await join(alice.db, { personId: alice.actor.personId, origin: "dev", source: "admin" });
    await undo(alice, { token: single });
    expect(await shown()).toEqual([one]);
  });

  it("never brings back what came before a person joined, nor what was purged", async () => {
    await arrive();
    const { undoToken: left } = await clear(alice, {});
    await leave(alice.db, { personId: alice.actor.personId, origin: "core" });
    await join(alice.db, { personId: alice.actor.personId, origin: "core", source: "admin" });
    const after = await arrive();
    await undo(alice, { token: left });
    expect(await shown()).toEqual([after]);

    const { undoToken: token } = await clear(alice, {});
    await purge(alice, { retentionDays: 0 });
    await undo(alice, { token });
    expect(await shown()).toEqual([]);
  });
});
