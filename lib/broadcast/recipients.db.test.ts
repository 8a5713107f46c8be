import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, feed } from "#db/schema/index.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { requireHub, type RingCtx, type SendCtx } from "./ctx.ts";
import { edit } from "./edit.ts";
import { getBroadcast } from "./get.ts";
import { retry } from "./retry.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { start } = ringers();
const later = () => new Date(Date.now() + 3_600_000).toISOString();

/** Alice and bob have labs, dora has none; alice and dora are in core. */
async function setting() {
  const { ctx, hub } = await start({ mix: {}, labs: 3, namedServers: 0 });
  hub.setUser({ username: "alice", groups: ["core"] });
  hub.setUser({ username: "dora", groups: ["core"] });
  return { ctx, hub };
}

/** Who has a copy in their inbox. */
const copied = async ({ db }: Pick<SendCtx, "db">) =>
  (await db.select({ audience: feed.audience }).from(feed)).map(({ audience }) => audience.split(":").at(-1)).sort();

const rung = async (ctx: RingCtx, id: number) =>
  ((await getBroadcast(ctx, { id })).details ?? []).map(({ username }) => username);

async function due({ db }: Pick<SendCtx, "db">, id: number): Promise<void> {
  await db
    .update(broadcast)
    .set({ sendAt: sql`now()` })
    .where(eq(broadcast.id, id));
}

describe.each([false, true])("recipients, planned later: %s", (planLater) => {
  it("are rung and copied to as the hub knows them; the rest is named", async () => {
    const { ctx } = await setting();
    const { id } = await send(ctx, input({ recipients: ["group:core", "bob", "nobody"] }), { planLater });
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      unknown: ["nobody"],
      broadcast: { recipients: ["group:core", "bob", "nobody"] },
    });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", total: 2, successful: 2 });
    expect(await rung(ctx, id)).toEqual(["alice", "bob"]);
    expect(await copied(ctx)).toEqual(["alice", "bob", "dora"]);
  });

  it("everybody but some: who is left out is neither rung nor written to", async () => {
    const { ctx } = await setting();
    const { id } = await send(ctx, input({ except: ["group:core"] }), { planLater });
    await ring(ctx, id);
    const others = (await copied(ctx)).filter((name) => name !== "alice" && name !== "dora");
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "finished",
      total: 2,
      broadcast: { recipients: null, except: ["group:core"] },
    });
    expect(await rung(ctx, id)).toEqual(["ann.lee", "bob"]);
    expect(await copied(ctx)).toEqual(others);
    expect(others).toEqual(expect.arrayContaining(["ann.lee", "bob"]));
  });

  it("nobody left is refused, and nothing is stored", async () => {
    const { ctx } = await setting();
    const sending = send(ctx, input({ recipients: ["bob"], except: ["bob"] }), { planLater });
    await expect(sending).rejects.toMatchObject({ code: "bad-input", errors: [{ path: "except" }] });
    expect(await ctx.db.$count(broadcast)).toBe(0);
  });

  it("of whom the hub knows none are refused, and nothing is stored", async () => {
    const { ctx } = await setting();
    await expect(send(ctx, input({ recipients: ["nobody"] }), { planLater })).rejects.toMatchObject({
      code: "bad-input",
    });
    expect(await ctx.db.$count(broadcast)).toBe(0);
  });

  it("without a lab have the copy alone", async () => {
    const { ctx } = await setting();
    const { id } = await send(ctx, input({ recipients: ["dora"] }), { planLater });
    await ring(ctx, id);
    const document = await getBroadcast(ctx, { id });
    expect(document).toMatchObject({ state: "finished", total: 0 });
    expect(document).not.toHaveProperty("unknown");
    expect(await copied(ctx)).toEqual(["dora"]);
  });
});

describe("recipients of a scheduled broadcast", () => {
  it("are those who are in the group when it starts, and valid for who starts later", async () => {
    const { ctx, hub } = await setting();
    const recipients = ["group:core", "nobody"];
    const { id } = await send(ctx, input({ recipients, sendAt: later(), validFor: 3600 }));
    expect(await getBroadcast(ctx, { id })).not.toHaveProperty("unknown");
    hub.setUser({ username: "alice", groups: [] });
    hub.setUser({ username: "bob", groups: ["core"] });
    await due(ctx, id);
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "waiting",
      unknown: ["nobody"],
      stillToCome: 1,
      broadcast: { recipients },
    });
    expect(await rung(ctx, id)).toEqual(["bob"]);
    expect(await copied(ctx)).toEqual(["bob", "dora"]);
  });

  it("everybody but those who are in the group when it starts", async () => {
    const { ctx, hub } = await setting();
    const { id } = await send(ctx, input({ except: ["group:core"], sendAt: later() }));
    expect(await getBroadcast(ctx, { id })).toMatchObject({ broadcast: { recipients: null, except: ["group:core"] } });
    hub.setUser({ username: "alice", groups: [] });
    hub.setUser({ username: "bob", groups: ["core"] });
    await due(ctx, id);
    await ring(ctx, id);
    expect(await rung(ctx, id)).toEqual(["alice", "ann.lee"]);
    expect(await copied(ctx)).not.toContain("bob");
    expect(await copied(ctx)).toEqual(expect.arrayContaining(["alice", "ann.lee"]));
  });

  it("wait for a hub that is away, and are copied to once", async () => {
    const { ctx, hub } = await setting();
    const { id } = await send(ctx, input({ recipients: ["group:core"], sendAt: later() }));
    await due(ctx, id);
    hub.setHub({ mode: "down" });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "running", error: expect.any(String) as string });
    expect(await copied(ctx)).toEqual([]);
    hub.setHub({ mode: "up" });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", total: 1 });
    expect(await copied(ctx)).toEqual(["alice", "dora"]);
  });

  it("whom nobody knows by then fail at once, and a retry asks again", async () => {
    const { ctx, hub } = await setting();
    const { id } = await send(ctx, input({ recipients: ["group:late"], sendAt: later() }));
    await due(ctx, id);
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "failed",
      error: "The hub knows none of the recipients: group:late.",
    });
    hub.setUser({ username: "bob", groups: ["late"] });
    await retry(ctx, { id, unknown: false });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 1 });
    expect(await copied(ctx)).toEqual(["bob"]);
  });

  it("by group are refused at once without the scope", async () => {
    const { ctx, hub } = await setting();
    const { id } = await send(ctx, input({ sendAt: later() }));
    hub.setHub({ scopes: ["list:users", "read:servers", "tokens"] });
    const byGroup = input({ recipients: ["group:core"], sendAt: later() });
    const refused = { code: "hub-failed", message: expect.stringContaining("read:users:groups") as string };
    await expect(send(ctx, byGroup)).rejects.toMatchObject(refused);
    await expect(edit(ctx, { id, input: byGroup })).rejects.toMatchObject(refused);
    expect(await ctx.db.$count(broadcast)).toBe(1);
  });
});

it("a hub's list that never stood still is said on the broadcast", async () => {
  const { ctx } = await setting();
  const hub = requireHub(ctx);
  const listServers: HubClient["listServers"] = async (asked) => {
    asked.onUnsettled?.();
    return hub.listServers(asked);
  };
  const { id } = await send({ ...ctx, hub: { ...hub, listServers } }, input());
  expect(await getBroadcast(ctx, { id })).toMatchObject({
    warning: expect.stringContaining("changed each time it was read") as string,
  });
});
