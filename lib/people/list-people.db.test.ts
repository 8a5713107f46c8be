import { describe, expect, it } from "vitest";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { disable } from "./disable.ts";
import { listPeople } from "./list-people.ts";
import { suggestPeople } from "./suggest-people.ts";
import { accounts } from "./test/accounts.ts";

const database = scratchDatabase();
const { admin } = accounts(database);

describe("the list of people", () => {
  it("finds a part of a name literally, a page at a time, and counts each view", async () => {
    const ctx = await admin("lister");
    for (const name of ["zz_a", "zz_b", "zzXc", "zz%d"]) await addPerson(database(), name);
    const gone = await addPerson(database(), "zz_admin", { role: "admin" });
    await disable(ctx, { personId: gone });
    const names = async (find: string, show: "all" | "admins" | "disabled", offset = 0) =>
      (await listPeople(ctx, { find, show, offset, limit: 2 })).people.map(({ username }) => username);
    expect(await names("ZZ_", "all")).toEqual(["zz_a", "zz_admin"]);
    expect(await names("ZZ_", "all", 2)).toEqual(["zz_b"]);
    expect(await names("zz", "disabled")).toEqual(["zz_admin"]);
    expect(await names("%d", "all")).toEqual(["zz%d"]);
    expect((await listPeople(ctx, { find: "zz", show: "admins", offset: 0, limit: 2 })).counts).toEqual({
      all: 5,
      admins: 1,
      disabled: 1,
    });
  });

  it("suggests who could still join an origin, names that begin so first", async () => {
    const ctx = await admin("suggester");
    for (const name of ["uma", "luma", "Umar", "umbra"]) await addPerson(database(), name);
    await disable(ctx, { personId: await addPerson(database(), "umax") });
    await registerOrigin(ctx, { name: "core" });
    await addMember(ctx, { origin: "core", username: "umbra" });
    const suggested = await suggestPeople(ctx, { find: "um", origin: "core" });
    expect(suggested.slice(0, 2).sort()).toEqual(["Umar", "uma"]);
    expect(suggested.slice(2)).toEqual(["luma"]);
  });
});
