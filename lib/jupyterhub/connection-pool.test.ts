import type { ServerResponse } from "node:http";
import { setImmediate as oneTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { exchange } from "./exchange.ts";
import { labRequest, type LabRequest } from "./lab-request.ts";
import { httpServer, labConnections, nameServer } from "./test/servers.ts";

const body = "{}";
const askLab = (request: LabRequest & { body: string }) => exchange(labRequest(request));

describe("connections", () => {
  test("are used again, one request at a time", async () => {
    const lab = await httpServer((_, response) => response.end());
    const pool = labConnections();
    for (let round = 0; round < 3; round += 1) {
      expect(await askLab({ pool, url: lab.origin, token: "t", body })).toMatchObject({ end: "answered" });
      // It is free for another one turn later, when what else the lab may have sent has been read.
      await oneTurn();
    }
    expect([lab.sockets.length, pool.connections]).toEqual([1, 1]);
  });

  test("to one origin are as many as there are requests", async () => {
    const waiting: ServerResponse[] = [];
    const lab = await httpServer((_, response) => {
      waiting.push(response);
      if (waiting.length === 100) for (const each of waiting) each.end();
    });
    const pool = labConnections();
    const asked = Array.from({ length: 100 }, () => askLab({ pool, url: lab.origin, token: "t", body }));
    for (const answer of await Promise.all(asked)) expect(answer.end).toBe("answered");
    expect(lab.sockets).toHaveLength(100);
  });

  test("that are idle give way when no more may be open", async () => {
    const pool = labConnections({ mostConnections: 2 });
    for (let round = 0; round < 5; round += 1) {
      const lab = await httpServer((_, response) => response.end());
      expect(await askLab({ pool, url: lab.origin, token: "t", body })).toMatchObject({ end: "answered" });
      expect(pool.connections).toBeLessThanOrEqual(2);
    }
  });

  test("that the other side has just closed are not mistaken for the lab", async () => {
    let served = 0;
    const lab = await httpServer((_, response) => {
      served += 1;
      response.end();
    });
    const pool = labConnections();
    for (let round = 1; round <= 20; round += 1) {
      expect(await askLab({ pool, url: lab.origin, token: "t", body })).toMatchObject({ end: "answered" });
      expect([served, lab.sockets.length]).toEqual([round, round]);
      await oneTurn();
      // In this turn the pool can't know yet.
      for (const socket of lab.sockets) socket.destroy();
    }
  });

  test.each<[string, Parameters<typeof httpServer>[0]]>([
    ["closed by the lab", (_, response) => void response.writeHead(200, { connection: "close" }).end()],
    ["cut by the lab", (request) => void request.socket.destroy()],
    ["timed out", () => undefined],
  ])("%s are forgotten", async (_, answer) => {
    const lab = await httpServer(answer);
    const pool = labConnections();
    await askLab({ pool, url: lab.origin, token: "t", timeoutMs: 100, body });
    await expect.poll(() => pool.connections).toBe(0);
  });

  test("that never came about are forgotten, and nothing is tried again", async () => {
    const pool = labConnections();
    expect(await askLab({ pool, url: "http://127.0.0.1:1", token: "t", body })).toMatchObject({ end: "unsent" });
    expect(pool.connections).toBe(0);
  });

  test("end when they are destroyed, and what was under way with them", async () => {
    const pool = labConnections();
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const lab = await httpServer(() => arrived());
    const asked = askLab({ pool, url: lab.origin, token: "t", timeoutMs: 60_000, body });
    await arrival;
    pool.destroy();
    expect(await asked).toMatchObject({ end: "cut-off" });
  });
});

describe("names", () => {
  test("that nobody answers for hold up no other", async () => {
    const { resolver } = await nameServer();
    const pool = labConnections({ resolver });
    const lab = await httpServer((_, response) => response.end());
    const leaving = new AbortController();
    const order: string[] = [];
    const ask = async (host: string) => {
      const answer = await askLab({
        pool,
        url: `http://${host}:${lab.port}`,
        token: "t",
        timeoutMs: 60_000,
        body,
        signal: leaving.signal,
      });
      order.push(answer.end);
    };
    const silent = Array.from({ length: 40 }, (_, index) => ask(`silent-${index}`));
    await Promise.all(Array.from({ length: 40 }, (_, index) => ask(`lab-${index}`)));
    leaving.abort();
    await Promise.all(silent);
    expect(order).toEqual([
      ...Array.from({ length: 40 }, () => "answered"),
      ...Array.from({ length: 40 }, () => "unsent"),
    ]);
  });

  test("that DNS does not know may be known to the system", async () => {
    const { resolver, asked } = await nameServer({ unknown: "localhost" });
    const lab = await httpServer((_, response) => response.end());
    const answer = await askLab({
      pool: labConnections({ resolver }),
      url: `http://localhost:${lab.port}`,
      token: "t",
      body,
    });
    expect([answer.end, new Set(asked)]).toEqual(["answered", new Set(["localhost"])]);
  });
});
