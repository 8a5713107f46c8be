import { desc, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { audit } from "#db/schema/index.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { newPerson } from "#lib/inbox/test/person.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { createToken } from "./create.ts";
import { keepFixedToken } from "./fixed.ts";
import { identifyToken } from "./identify.ts";
import { listTokensOf } from "./list-of.ts";
import { listTokens } from "./list.ts";
import { revokeTokenOf } from "./revoke-of.ts";
import { revokeToken } from "./revoke.ts";
import { tokenInput } from "./schema.ts";
import { hashToken } from "#lib/hash-token.ts";

const database = scratchDatabase();
let admin: Ctx;
let alice: Ctx;
beforeAll(async () => {
  [admin, alice] = [await newPerson(database(), { role: "admin" }), await newPerson(database())];
  for (const name of ["core", "dev"]) await registerOrigin(admin, { name });
  await addMember(admin, { origin: "core", username: alice.actor.username });
});

const asked = (scopes: string[], more: object = {}) => tokenInput.parse({ name: "ci", scopes, ...more });
const refused = (promise: Promise<unknown>, code: string) => expect(promise).rejects.toMatchObject({ code });

describe("a token", () => {
  it("is shown once, works until it is revoked, and is listed without its secret", async () => {
    const { token, ...made } = await createToken(alice, asked(["notifications", "publish:core", "notifications"]));
    expect(token).toMatch(/^blf_[\w-]{43}$/);
    expect(await identifyToken(alice, token)).toMatchObject({
      personId: alice.actor.personId,
      scopes: ["notifications", "publish:core"],
      via: "token",
    });
    const listed = await listTokens(alice);
    expect(listed).toMatchObject([{ ...made, prefix: token.slice(0, 8), lastUsedAt: expect.any(Date) as unknown }]);
    expect(JSON.stringify(listed)).not.toContain(token.slice(8));
    await refused(revokeToken(admin, { id: made.id }), "not-found");
    await revokeToken(alice, { id: made.id });
    expect(await identifyToken(alice, token)).toBeUndefined();
    await refused(revokeToken(alice, { id: made.id }), "not-found");
  });

  it("ends when it said it would", async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { token } = await createToken(alice, asked(["notifications"], { expiresAt }));
    expect(await identifyToken(alice, token)).toBeDefined();
    await alice.db.execute(sql`update api_token set expires_at = now() where hash = ${hashToken(token)}`);
    expect(await identifyToken(alice, token)).toBeUndefined();
    await refused(createToken(alice, asked(["notifications"], { expiresAt: "2020-01-01T00:00:00Z" })), "bad-input");
  });

  it("ends after 90 days unless something else was said, never if that was", async () => {
    const daysOf = async (more: object) => {
      const { expiresAt } = await createToken(alice, asked(["notifications"], more));
      return expiresAt && Math.round((expiresAt.getTime() - alice.now().getTime()) / (24 * 3600 * 1000));
    };
    expect(await daysOf({})).toBe(90);
    expect(await daysOf({ expiresAt: null })).toBeNull();
    expect(await daysOf({ expiresAt: new Date(alice.now().getTime() + 7 * 24 * 3600 * 1000).toISOString() })).toBe(7);
  });

  it("of somebody else is listed and ended by an admin alone, who is named in the audit log", async () => {
    const owner = await newPerson(database());
    const { username } = owner.actor;
    const { token, id, ...rest } = await createToken(owner, asked(["notifications"]));
    for (const refusing of [listTokensOf(alice, { username }), revokeTokenOf(alice, { username, id })])
      await refused(refusing, "forbidden");
    expect(await listTokensOf(admin, { username })).toMatchObject([{ id, ...rest }]);
    await refused(revokeTokenOf(admin, { username, id: id + 1000 }), "not-found");
    await refused(revokeTokenOf(admin, { username: "nobody at all", id }), "not-found");
    await revokeTokenOf(admin, { username, id });
    expect(await identifyToken(admin, token)).toBeUndefined();
    const [noted] = await database()
      .db.select()
      .from(audit)
      .where(eq(audit.act, "token.revoke"))
      .orderBy(desc(audit.id))
      .limit(1);
    expect(noted).toMatchObject({ actor: admin.actor.username, subject: "ci", detail: { id, of: username } });
  });

  it("carries no more than who makes it may give", async () => {
    for (const scope of ["publish", "broadcast", "admin", "publish:dev", "publish:nowhere"])
      await refused(createToken(alice, asked([scope])), "forbidden");
    const { token } = await createToken(admin, asked(["admin", "broadcast", "publish", "publish:nowhere"]));
    expect((await identifyToken(admin, token))?.scopes).toEqual(["admin", "broadcast", "publish", "publish:nowhere"]);
  });

  it("is not one of more than a person may have, however many are asked for at once", async () => {
    const keeper = await newPerson(database());
    await database()
      .sql`insert into api_token (person_id, name, hash, prefix, scopes) select ${keeper.actor.personId}, 'old', 'hash ' || n, 'blf_', '{}' from generate_series(1, 995) n`;
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, () => createToken(keeper, asked(["notifications"]))),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    await refused(createToken(keeper, asked(["notifications"])), "conflict");
    const [old] = await listTokens(keeper);
    await revokeToken(keeper, { id: old?.id ?? 0 });
    await createToken(keeper, asked(["notifications"]));
  });

  it("makes and ends others only with the scope admin", async () => {
    const by = (ctx: Ctx, scopes: Ctx["actor"]["scopes"], via: "token" | "hub" = "token"): Ctx => ({
      ...ctx,
      actor: { ...ctx.actor, scopes, via },
    });
    for (const ctx of [
      by(alice, ["notifications"]),
      by(alice, ["notifications"], "hub"),
      by(admin, ["notifications", "broadcast"]),
    ]) {
      await refused(createToken(ctx, asked(["notifications"])), "forbidden");
      await refused(listTokens(ctx), "forbidden");
      await refused(revokeToken(ctx, { id: 1 }), "forbidden");
    }
    expect((await createToken(by(admin, ["admin"]), asked(["notifications"]))).token).toMatch(/^blf_/);
  });

  it("from the environment ends with it alone", async () => {
    await keepFixedToken(admin, "blf_from-the-environment-1");
    const fixed = (await listTokens(admin)).find((each) => each.fixed);
    await refused(revokeToken(admin, { id: fixed?.id ?? 0 }), "conflict");
    await keepFixedToken(admin, undefined);
    expect((await listTokens(admin)).some((each) => each.fixed)).toBe(false);
  });

  it("is there once when several instances start at once, and is replaced by the next", async () => {
    const fixed = async () => (await listTokens(admin)).filter((each) => each.fixed);
    await Promise.all([1, 2, 3, 4].map(() => keepFixedToken(admin, "blf_from-the-environment-1")));
    const [first] = await fixed();
    await keepFixedToken(admin, "blf_from-the-environment-1");
    expect(await fixed()).toEqual([first]);
    await keepFixedToken(admin, "blf_from-the-environment-2");
    expect(await fixed()).toHaveLength(1);
    expect(await fixed()).not.toEqual([first]);
  });
});

it("what is asked for is checked", () => {
  for (const scope of ["", "root", "publish:", "publish:Core", "publish:a/b"])
    expect(tokenInput.safeParse({ name: "ci", scopes: [scope] }).success).toBe(false);
  for (const wrong of [{ name: " " }, { scopes: [] }, { expiresAt: "tomorrow" }, { name: "\u0000" }, { admin: true }]) {
    expect(tokenInput.safeParse({ name: "ci", scopes: ["notifications"], ...wrong }).success).toBe(false);
  }
});
