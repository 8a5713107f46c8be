import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { transaction } from "#lib/bus/committed.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { createLog } from "#lib/log.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeMember } from "#lib/origins/remove-member.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { authenticate } from "#lib/people/authenticate.ts";
import { createPerson } from "#lib/people/create-person.ts";
import { disable } from "#lib/people/disable.ts";
import { enable } from "#lib/people/enable.ts";
import { actorOf } from "#lib/people/person.ts";
import { rename } from "#lib/people/rename.ts";
import { resetPassword } from "#lib/people/reset-password.ts";
import { setRole } from "#lib/people/set-role.ts";
import { createToken } from "#lib/tokens/create.ts";
import { revokeToken } from "#lib/tokens/revoke.ts";
import { listAudit, type AuditQuery } from "./list.ts";
import { purgeAudit } from "./purge.ts";

const database = scratchDatabase();
let ctx: Ctx;

beforeAll(async () => {
  const id = await addPerson(database(), "ada", { role: "admin" });
  ctx = {
    db: database().db,
    actor: actorOf({ id, username: "ada", provider: "local", role: "admin", sessionVersion: 1 }, "session"),
    now: () => new Date(),
    log: createLog("silent"),
  };
});

const all: AuditQuery = { find: "", area: "all", since: "all", offset: 0, limit: 100 };
const listed = async (query: Partial<AuditQuery> = {}) => (await listAudit(ctx, { ...all, ...query })).entries;

describe("the audit log", () => {
  it("tells who did what to whom, once for each thing that changed, and no secret", async () => {
    await registerOrigin(ctx, { name: "core" });
    await registerOrigin(ctx, { name: "core" });
    const { id, password = "" } = await createPerson(ctx, { username: "bob", role: "member" });
    for (const verb of [addMember, addMember, removeMember, removeMember])
      await verb(ctx, { origin: "core", username: "bob" });
    await setRole(ctx, { personId: id, role: "admin" });
    await rename(ctx, { personId: id, username: "robert" });
    const reset = await resetPassword(ctx, { personId: id });
    await disable(ctx, { personId: id });
    await disable(ctx, { personId: id });
    await enable(ctx, { personId: id });
    const { id: tokenId, token } = await createToken(ctx, { name: "ci", scopes: ["publish"], expiresAt: null });
    await revokeToken(ctx, { id: tokenId });
    await removeOrigin(ctx, { name: "core" });

    const entries = (await listed()).reverse();
    expect(entries.map(({ act, subject, detail }) => [act, subject, detail])).toEqual([
      ["origin.register", "core", {}],
      ["account.create", "bob", { role: "member" }],
      ["member.add", "bob", { origin: "core" }],
      ["member.remove", "bob", { origin: "core" }],
      ["account.role", "bob", { to: "admin" }],
      ["account.rename", "bob", { to: "robert" }],
      ["account.password", "robert", {}],
      ["account.disable", "robert", {}],
      ["account.enable", "robert", {}],
      ["token.make", "ci", { id: tokenId, scopes: ["publish"] }],
      ["token.revoke", "ci", { id: tokenId }],
      ["origin.remove", "core", {}],
    ]);
    expect(new Set(entries.map(({ actor, via }) => `${actor} ${via}`))).toEqual(new Set(["ada session"]));
    const written = JSON.stringify(entries);
    for (const secret of [token, password, reset ?? "none"]) expect(written).not.toContain(secret);
  });

  it("has no entry of what was taken back", async () => {
    const before = await listed();
    await expect(
      transaction(ctx.db, async (tx) => {
        await registerOrigin({ ...ctx, db: tx }, { name: "undone" });
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    expect(await listed()).toEqual(before);
  });

  it("tells failed sign-ins, but not a name that nobody has: it might be a password", async () => {
    const tried = (username: string) => authenticate(ctx, { username, password: "guessed", address: "203.0.113.9" });
    for (const name of ["ada", "correct horse battery"]) expect(await tried(name)).toBeUndefined();
    const entries = await listed({ area: "sign-ins" });
    expect(entries.map(({ actor, act, detail }) => [actor, act, detail])).toEqual([
      ["", "sign-in.failed", { provider: "local", address: "203.0.113.9" }],
      ["ada", "sign-in.failed", { provider: "local", address: "203.0.113.9" }],
    ]);
    expect(JSON.stringify(await listed())).not.toContain("horse");
  });

  it("is found by name, area and time, page by page", async () => {
    expect((await listed({ find: "ROBERT" })).map(({ act }) => act)).toEqual([
      "account.enable",
      "account.disable",
      "account.password",
    ]);
    const { entries, counts } = await listAudit(ctx, { ...all, area: "tokens" });
    expect(entries.map(({ act }) => act)).toEqual(["token.revoke", "token.make"]);
    expect(counts).toEqual({ all: 14, broadcasts: 0, tokens: 2, origins: 4, accounts: 6, "sign-ins": 2 });
    expect((await listed({ offset: 12 })).map(({ act }) => act)).toEqual(["account.create", "origin.register"]);
    await ctx.db.execute(sql`update audit set at = now() - interval '8 days' where act = 'origin.register'`);
    expect(await listed({ since: "week" })).toHaveLength(13);
    expect(await listed({ since: "month" })).toHaveLength(14);
  });

  it("is for admins", async () => {
    const member = { ...ctx, actor: { ...ctx.actor, role: "member" as const, scopes: ["notifications" as const] } };
    await expect(listAudit(member, all)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is kept for the retention", async () => {
    await purgeAudit(ctx, { retentionDays: 9 });
    expect(await listed()).toHaveLength(14);
    await purgeAudit(ctx, { retentionDays: 7 });
    expect(await listed()).toHaveLength(13);
  });
});
