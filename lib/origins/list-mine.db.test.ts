import { expect, it } from "vitest";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone } from "#lib/inbox/audience.ts";
import { mute } from "#lib/inbox/mute.ts";
import { actorOf } from "#lib/people/person.ts";
import { join } from "./join.ts";
import { listMyOrigins } from "./list-mine.ts";

const database = scratchDatabase();

it("lists what a person belongs to, sees anything of or has muted, and nothing of others", async () => {
  const { db } = database();
  const [me, other] = [await addPerson(database(), "ann"), await addPerson(database(), "bob")];
  const actor = actorOf({ id: me, username: "ann", provider: "local", role: "member", sessionVersion: 1 }, "session");
  expect(await listMyOrigins({ db, actor })).toEqual([]);

  for (const source of ["admin", "hub"] as const) await join(db, { personId: me, origin: "core", source });
  await join(db, { personId: other, origin: "secret", source: "admin" });
  const entry = { type: "note", category: "info" as const, data: {}, shownAt: new Date() };
  await append(db, [
    { ...entry, audience: everyone, origin: "hub" },
    { ...entry, audience: "origin:secret", origin: "secret" },
  ]);
  await mute({ db, actor }, { origin: "core", muted: true });
  await mute({ db, actor }, { origin: "later", muted: true });
  expect(await listMyOrigins({ db, actor })).toEqual([
    { origin: "core", member: true, muted: true },
    { origin: "hub", member: false, muted: false },
    { origin: "later", member: false, muted: true },
  ]);
});
