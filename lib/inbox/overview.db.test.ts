import { expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { join } from "#lib/origins/join.ts";
import { append } from "./append.ts";
import { originAudience } from "./audience.ts";
import { clear } from "./clear.ts";
import { dismiss } from "./dismiss.ts";
import { mute } from "./mute.ts";
import { overview } from "./overview.ts";
import { newPerson } from "./test/person.ts";
import { undo } from "./undo.ts";

const database = scratchDatabase();

it("gives counts and the newest of one moment; a muted origin takes no place from the others", async () => {
  const { db } = database();
  const me = await newPerson(database());
  for (const origin of ["quiet", "noisy"]) await join(db, { personId: me.actor.personId, origin, source: "admin" });
  const entry = (origin: string) => ({
    audience: originAudience(origin),
    origin,
    type: "note",
    category: "info" as const,
    data: {},
    shownAt: new Date(),
  });
  await append(db, [entry("quiet"), ...Array.from({ length: 60 }, () => entry("noisy"))]);

  const before = (await overview(me)).overview;
  expect(before.recent).toHaveLength(50);
  expect(new Set(before.recent.map(({ origin }) => origin))).toEqual(new Set(["noisy"]));
  await mute(me, { origin: "noisy", muted: true });
  const { overview: muted, asOf } = await overview(me);
  expect(muted.recent.map(({ origin }) => origin)).toEqual(["quiet"]);
  expect(muted.origins).toEqual([
    { origin: "noisy", total: 60, unread: 60, muted: true },
    { origin: "quiet", total: 1, unread: 1, muted: false },
  ]);

  expect(muted.clearedAt).toBeNull();
  await clear(me, { origin: "nothing-here" });
  await dismiss(me, { origin: "quiet", id: 999_999 });
  expect((await overview(me)).overview.clearedAt).toBeNull();
  const { undoToken } = await clear(me, { asOf });
  expect((await overview(me)).overview).toMatchObject({
    total: 0,
    recent: [],
    clearedAt: expect.any(Number) as unknown,
  });
  await undo(me, { token: undoToken });
  expect((await overview(me)).overview).toMatchObject({ total: 61, clearedAt: null });
});
