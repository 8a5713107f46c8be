import { describe, expect, it } from "vitest";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { createToken } from "#lib/tokens/create.ts";
import { identifyToken } from "#lib/tokens/identify.ts";
import { changePassword } from "./change-password.ts";
import { createPerson } from "./create-person.ts";
import { sessionPerson } from "./person.ts";
import { resetPassword } from "./reset-password.ts";
import { accounts } from "./test/accounts.ts";

const database = scratchDatabase();
const { ctxOf, admin, sessionOf, signIn } = accounts(database);

describe("a password", () => {
  it("is changed by who knows the old one; sessions end, and the new one fits", async () => {
    const { id } = await createPerson(await admin("passwords"), {
      username: "quinn",
      role: "member",
      password: "the old one",
    });
    const ctx = await ctxOf(id);
    const session = await sessionOf(id);
    await expect(changePassword(ctx, { current: "not it", password: "the new one" })).rejects.toMatchObject({
      code: "bad-input",
      errors: [{ path: "current" }],
    });
    expect(await sessionPerson(ctx, session)).toBeDefined();
    const renewed = await changePassword(ctx, { current: "the old one", password: "the new one" });
    expect(await sessionPerson(ctx, session)).toBeUndefined();
    expect(await sessionPerson(ctx, { personId: id, sessionVersion: renewed.sessionVersion })).toMatchObject({
      username: "quinn",
    });
    expect(await signIn("quinn", "the old one")).toBeUndefined();
    expect(await signIn("quinn", "the new one")).toMatchObject({ id });
  });

  it("can't be guessed through a session", async () => {
    const { id } = await createPerson(await admin("passwords-2"), {
      username: "rosa",
      role: "member",
      password: "rosa's own",
    });
    const ctx = await ctxOf(id);
    for (let attempt = 0; attempt < 10; attempt++) {
      await expect(changePassword(ctx, { current: `guess ${attempt}`, password: "the new one" })).rejects.toMatchObject(
        { code: "bad-input" },
      );
    }
    await expect(changePassword(ctx, { current: "rosa's own", password: "the new one" })).rejects.toMatchObject({
      code: "too-many",
    });
  });

  it("is reset by an admin, for others' local accounts alone", async () => {
    const ctx = await admin("passwords-3");
    const { id } = await createPerson(ctx, { username: "sam", role: "member", password: "forgotten" });
    const session = await sessionOf(id);
    const { token } = await createToken(await ctxOf(id), { name: "a thief's", scopes: ["notifications"] });
    const madeUp = (await resetPassword(ctx, { personId: id })) ?? "";
    expect(await sessionPerson(ctx, session)).toBeUndefined();
    expect(await identifyToken(ctx, token)).toBeUndefined();
    expect(await signIn("sam", madeUp)).toMatchObject({ id });
    expect(await resetPassword(ctx, { personId: id, password: "chosen here" })).toBeUndefined();
    expect(await signIn("sam", "chosen here")).toMatchObject({ id });
    await expect(resetPassword(ctx, { personId: ctx.actor.personId })).rejects.toMatchObject({ code: "conflict" });
    const hubs = await addPerson(database(), "tess", { provider: "jupyterhub" });
    await expect(resetPassword(ctx, { personId: hubs })).rejects.toMatchObject({ code: "conflict" });
    await expect(changePassword(await ctxOf(hubs), { current: "", password: "the new one" })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
