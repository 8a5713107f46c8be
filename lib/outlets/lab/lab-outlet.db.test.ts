import { describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { outlet as outletTable } from "#db/schema/index.ts";
import { addPerson } from "#db/test/scratch.ts";
import { due } from "#lib/broadcast/begin.ts";
import { cancel } from "#lib/broadcast/cancel.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { listSent } from "#lib/broadcast/list-sent.ts";
import { readProgress, recentBroadcasts } from "#lib/broadcast/progress.ts";
import { retry } from "#lib/broadcast/retry.ts";
import { ring } from "#lib/broadcast/ring.ts";
import { send } from "#lib/broadcast/send.ts";
import { input, ringers, type Ringer } from "#lib/broadcast/test/ringer.ts";
import { append } from "#lib/inbox/append.ts";
import { userAudience } from "#lib/inbox/audience.ts";
import type { Category } from "#lib/inbox/schema.ts";
import { actorOf } from "#lib/people/person.ts";
import { makeOutlet, type MakeCtx } from "../make.ts";
import { sendNext, type SendCtx } from "../send-next.ts";
import { anHour } from "./toast.ts";

const { database, start } = ringers();

/** Somebody with a running lab, and their outlet to it. */
async function owner({ hub, ctx }: Ringer, more: object = {}) {
  const username = hub.labs().find(({ server }) => server === "")?.username ?? "";
  const { db } = database();
  await db.execute(sql`delete from person where provider = 'jupyterhub'`);
  const personId = await addPerson(database(), username, { provider: "jupyterhub" });
  const actor = actorOf(
    { id: personId, username, provider: "jupyterhub", role: "member", sessionVersion: 1 },
    "session",
  );
  const makeCtx = { ...ctx, actor, authSecret: "a secret of the test's" } as unknown as MakeCtx;
  const make = (given: object = more) => makeOutlet(makeCtx, { kind: "lab", ...given });
  return { username, makeCtx, make, ...(await make()) };
}

const sendCtx = ({ ctx }: Ringer): SendCtx =>
  ({
    ...ctx,
    authSecret: "a secret of the test's",
    mail: undefined,
    stopping: new AbortController().signal,
  }) as unknown as SendCtx;

const tell = (
  username: string,
  title: string,
  { category = "info", type = "note", origin = "core" }: { category?: Category; type?: string; origin?: string } = {},
) =>
  append(database().db, [
    { audience: userAudience("jupyterhub", username), origin, type, category, data: { title }, shownAt: new Date() },
  ]);

/** Rings what there is to ring. */
async function ringAll({ ctx }: Ringer): Promise<void> {
  for (const id of await due(ctx)) await ring(ctx, id);
}

const shownTo = ({ hub }: Ringer, username: string) =>
  hub
    .labs()
    .filter((lab) => lab.username === username)
    .map(({ arrivals }) => arrivals.map(({ body }) => (body as { message: string; type: string }).message));

describe("an outlet to one's own labs", () => {
  it("rings them, named ones too, and nobody else's; no admin sees what", async () => {
    const ringer = await start({ mix: {}, labs: 5, namedServers: 1 });
    const { username, id } = await owner(ringer, { origins: ["core"], least: "error" });
    await tell(username, "zlib failed", { category: "error" });
    await tell(username, "zlib built");
    await tell(username, "elsewhere", { category: "error", origin: "physics" });
    expect(await sendNext(sendCtx(ringer), id)).toBe(1);
    await ringAll(ringer);
    const shown = shownTo(ringer, username);
    expect(shown.length).toBeGreaterThan(0);
    for (const messages of shown) expect(messages).toEqual(["core: zlib failed"]);
    expect(ringer.hub.state().totals.shown).toBe(shown.length);

    const [rung] = await database().sql<{ id: number; state: string }[]>`select id::int, state from broadcast`;
    expect(rung?.state).toBe("finished");
    const { id: toast = 0 } = rung ?? {};
    await expect(getBroadcast(ringer.ctx, { id: toast })).rejects.toMatchObject({ code: "not-found" });
    await expect(cancel(ringer.ctx, { id: toast })).rejects.toMatchObject({ code: "not-found" });
    await expect(retry(ringer.ctx, { id: toast, unknown: true })).rejects.toMatchObject({ code: "not-found" });
    expect(await listSent(ringer.ctx, { limit: 10 })).toEqual([]);
    expect(await recentBroadcasts(ringer.ctx.db)).toEqual([]);
    expect(await readProgress(ringer.ctx.db, [toast])).toEqual([]);
    const copies = await database().sql`select from notification where type = 'broadcast'`;
    expect(copies).toHaveLength(0);
  });

  it("shows nothing that rang there already", async () => {
    const ringer = await start({ mix: {}, labs: 2, namedServers: 0 });
    const { username, id } = await owner(ringer);
    const sent = await send(ringer.ctx, input());
    await ring(ringer.ctx, sent.id);
    expect(await sendNext(sendCtx(ringer), id)).toBe(0);
    await ringAll(ringer);
    expect(shownTo(ringer, username)).toEqual([["Maintenance at 18:00"]]);
  });

  it("has ten toasts an hour at most, the last of which counts the others; what comes then waits for the hour to pass", async () => {
    const ringer = await start({ mix: {}, labs: 2, namedServers: 0 });
    const { username, id } = await owner(ringer);
    for (let n = 1; n <= 17; n++) await tell(username, `Number ${n}`);
    expect(await sendNext(sendCtx(ringer), id)).toBe(17);
    await ringAll(ringer);
    const first = shownTo(ringer, username)[0]?.toSorted() ?? [];
    expect(first).toHaveLength(anHour);
    expect(first).toContain("core: Number 10 and 7 more");
    for (let n = 18; n <= 20; n++) await tell(username, `Number ${n}`);
    expect(await sendNext(sendCtx(ringer), id)).toBe(0);
    const [waits] = await database().sql<{ minutes: number }[]>`
      select extract(epoch from next_try_at - now())::float8 / 60 as minutes from outlet where id = ${id}`;
    expect(waits?.minutes).toBeGreaterThan(55);
    await database()
      .sql`update broadcast set created_at = created_at - interval '61 minutes' where id = (select min(id) from broadcast)`;
    await database().sql`update outlet set next_try_at = null`;
    expect(await sendNext(sendCtx(ringer), id)).toBe(3);
    await ringAll(ringer);
    expect(shownTo(ringer, username)[0]).toContain("core: Number 18 and 2 more");
  });

  it("never rings twice, wherever its sender dies", async () => {
    const ringer = await start({ mix: {}, labs: 2, namedServers: 0 });
    const { username, id } = await owner(ringer);
    for (let n = 1; n <= 6; n++) await tell(username, `Number ${n}`);
    // Each statement of a turn is the last in turn.
    for (let n = 1; n < 40; n++) {
      let left = n;
      const { db } = ringer.ctx;
      const dying = new Proxy(db, {
        get(target, name, receiver) {
          if (name === "execute" || name === "transaction") if (left-- <= 0) throw new Error("killed");
          return Reflect.get(target, name, receiver) as unknown;
        },
      });
      await sendNext({ ...sendCtx(ringer), db: dying }, id).catch(() => undefined);
      await database().sql`update outlet set lease_until = null`;
      await ringAll(ringer);
    }
    const [messages = []] = shownTo(ringer, username);
    expect(messages.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `core: Number ${n}`));
  });

  it("there is one of, for accounts of the hub alone", async () => {
    const ringer = await start({ mix: {}, labs: 2, namedServers: 0 });
    const { make, makeCtx } = await owner(ringer);
    await expect(make()).rejects.toMatchObject({ code: "conflict" });
    await database().db.delete(outletTable);
    const local = { ...makeCtx, actor: { ...makeCtx.actor, provider: "local" } };
    await expect(makeOutlet(local, { kind: "lab" })).rejects.toMatchObject({ code: "bad-input" });
    await expect(makeOutlet({ ...makeCtx, hub: undefined }, { kind: "lab" })).rejects.toMatchObject({ code: "off" });
  });
});
