import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "#db/test/connect.ts";
import { Reader } from "#lib/live/test/reader.ts";
import type { SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { startInstances } from "./faults/instances.ts";
import { expect, startBelfry, test } from "./fixtures.ts";
import { note, publish, register } from "./inbox.ts";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { ask, compare, ended, look, send, type Sender } from "./ringing.ts";

const dayMs = 24 * 3600 * 1000;
const labs = 300;

/** The clock of a server's process, which can be put forward and back while it runs. */
interface Clock {
  settings: Record<string, string>;
  set: (offMs: number) => void;
  /** By how much the server's clock is off, as the server itself says. */
  takenMs: () => number;
}

function makeClock(folder: string, offMs = 0): Clock {
  const file = path.join(folder, `clock ${offMs}`);
  const set = (ms: number) => {
    writeFileSync(`${file}.new`, String(ms));
    renameSync(`${file}.new`, file);
  };
  set(offMs);
  return {
    set,
    takenMs: () => Number(readFileSync(`${file}.taken`, "utf8") || NaN),
    settings: { CLOCK_FILE: file, NODE_OPTIONS: `--import=${path.join(import.meta.dirname, "clock.mjs")}` },
  };
}

test("a clock that jumps forward and back: sessions, tokens, limits, leases, undo, streams and what is due stay as they were", async () => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-clock-"));
  const clock = makeClock(folder);
  const belfry = await startBelfry({ labs, mix: {}, settings: clock.settings });
  const sender = { ...belfry, token: belfry.admin.token };
  const asked = async (headers: Record<string, string>) =>
    (await fetch(`${belfry.url}/notifications`, { headers })).status;
  const guess = async () => (await signInAsProgram(belfry.url, { username: "mallory", password: "guessed" })).response;
  const jump = async (offMs: number) => {
    clock.set(offMs);
    await expect.poll(clock.takenMs).toBe(offMs);
  };
  try {
    await register(belfry, "core");
    const { cookie } = await signInAsProgram(belfry.url, belfry.admin);
    const made = await belfry.api("POST", "/api/tokens", {
      name: "for an hour",
      scopes: ["notifications"],
      expiresAt: new Date(Date.now() + dayMs / 24).toISOString(),
    });
    const { token } = (await made.json()) as { token: string };
    const stream = await fetch(`${belfry.url}/api/stream`, { headers: { cookie } });
    if (!stream.body) throw new Error("the stream has no body");
    const reader = new Reader(stream.body);
    const inAnHour = await send(sender, { sendAt: new Date(Date.now() + dayMs / 24).toISOString() });
    for (let n = 0; n < 10; n++) await guess();

    for (const offMs of [dayMs, -dayMs, 0]) {
      belfry.hub.reset();
      belfry.hub.setHub({ mintsPerSecond: 150 });
      const id = await send(sender);
      await publish(belfry, note(`before ${offMs}`));
      const undoToken = (await belfry.api("DELETE", "/notifications/core")).headers.get("undo-token");
      await expect.poll(() => belfry.hub.state().totals.arrivals).toBeGreaterThan(labs / 6);
      await jump(offMs);
      const document = await ended(sender, id);
      expect(document.outcomes).toEqual({ delivered: labs });
      compare(belfry.hub, document);
      expect((await belfry.api("POST", "/api/undo", { token: undoToken })).status).toBe(204);
      expect(
        [await asked({ cookie }), await asked({ Authorization: `Bearer ${token}` })],
        "the session and the token",
      ).toEqual([200, 200]);
      const refused = await guess();
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(600);
      expect((await look(sender, inAnHour)).state).toBe("scheduled");
      const soon = await send(sender, {
        sendAt: new Date(Date.now() + 2500).toISOString(),
        recipients: [belfry.hub.labs()[0]?.username],
      });
      expect((await look(sender, soon)).state).toBe("scheduled");
      const { outcomes, total } = await ended(sender, soon);
      expect([total > 0, outcomes]).toEqual([true, { delivered: total }]);
      await publish(belfry, note(`after ${offMs}`));
      await expect.poll(() => JSON.stringify(reader.data("notification"))).toContain(`after ${offMs}`);
      expect(reader.ended).toBeUndefined();
    }
    // A session lasts 14 days of its server's clock, and is none the worse for it when that was wrong.
    await jump(15 * dayMs);
    expect(await asked({ cookie })).toBe(401);
    await jump(0);
    expect(await asked({ cookie })).toBe(200);
  } finally {
    await belfry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Runs a test with servers on one database and hub, each with its clock off by so much. */
async function withServers(
  offsMs: number[],
  run: (senders: Sender[], hub: SimulatedHub, databaseUrl: string) => Promise<void>,
): Promise<void> {
  const instances = await startInstances(offsMs.length, {
    labs,
    latencyMs: 20,
    mintMs: 20,
    settingsOf: (n, folder) => makeClock(folder, offsMs[n]).settings,
  });
  const { hub, token, databaseUrl } = instances;
  try {
    await run(
      instances.urls.map((url) => ({ url, token })),
      hub,
      databaseUrl,
    );
  } finally {
    await instances.stop();
  }
}

test("the database's clock jumps in the middle of a broadcast: nobody twice, nobody dropped", async () => {
  await withServers([0, 0], async ([first], hub, databaseUrl) => {
    if (!first) throw new Error("servers were to start");
    const sql = connect(databaseUrl);
    for (const days of [1, -1]) {
      hub.reset();
      hub.setHub({ mintsPerSecond: 100 });
      const id = await send(first);
      await expect.poll(() => hub.state().totals.arrivals).toBeGreaterThan(labs / 6);
      // Postgres has the machine's clock, which is not ours to set: what it has stored moves the other way.
      await sql.begin(async (tx) => {
        await tx`lock table broadcast, delivery in exclusive mode`;
        await tx`update broadcast set lease_until = lease_until - ${days} * interval '1 day', started_at = started_at - ${days} * interval '1 day' where id = ${id}`;
        await tx`update delivery set lease_until = lease_until - ${days} * interval '1 day' where broadcast_id = ${id}`;
      });
      const document = await ended(first, id);
      expect(document.outcomes).toEqual({ delivered: labs });
      compare(hub, document);
    }
    await sql.end();
  });
});

test("instances whose clocks are a day apart share broadcasts and limits all the same", async () => {
  test.setTimeout(240_000);
  await withServers([0, dayMs, -dayMs], async (senders, hub) => {
    const [first] = senders;
    if (!first) throw new Error("servers were to start");
    for (const sender of senders) {
      hub.reset();
      const document = await ended(first, await send(sender));
      expect(document.outcomes).toEqual({ delivered: labs });
      compare(hub, document);
    }
    hub.setUser({ username: "nobody-at-all" });
    // Three broadcasts were sent; of thirty a minute, so many are left, whoever is asked.
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      for (const sender of senders)
        statuses.push((await ask(sender, "POST", "", { message: "Again", recipients: ["nobody-at-all"] })).status);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThanOrEqual(27);
    expect(statuses).toContain(429);
  });
});
