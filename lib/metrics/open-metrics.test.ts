import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import type { Database } from "#db/client.ts";
import { emit } from "#lib/diagnostics.ts";
import { createLog } from "#lib/log.ts";
import { openMetrics } from "./open-metrics.ts";

/** A database that answers whatever metrics ask of it. */
const row = {
  queued: 1,
  sending: 2,
  oldest_s: 3.5,
  scheduled: 4,
  running: 5,
  waiting: 6,
  bytes: 7,
  instances: 8,
  queue: "purge",
  state: "active",
  count: 9,
};
const open = (execute: () => Promise<unknown>) =>
  openMetrics({
    database: { db: { execute }, pool: () => ({ max: 10, inUse: 1, waiting: 0 }) } as unknown as Database,
    live: { streams: () => 3 },
    log: createLog("silent"),
  });

it("docs/grafana.json asks for nothing that is not told", async () => {
  const dashboard = await readFile(new URL("../../docs/grafana.json", import.meta.url), "utf8");
  const { panels } = JSON.parse(dashboard) as { panels: { targets?: { expr: string }[] }[] };
  const asked = new Set(
    panels
      .flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr.match(/\b(belfry|process|nodejs)_\w+/g) ?? []))
      .map((name) => name.replace(/_bucket$/, "")),
  );
  expect(asked.size).toBeGreaterThan(12);
  const told = [...(await open(() => Promise.resolve([row])).text()).matchAll(/^# TYPE (\w+) /gm)].map(
    ([, name]) => name,
  );
  expect([...asked].filter((name) => !told.includes(name))).toEqual([]);
});

it("tells what is known beforehand as 0, what was counted, and what lies in the database", async () => {
  const metrics = open(() => Promise.resolve([row]));
  metrics.answered({ method: "GET", route: "/notifications", status: 304, durationMs: 7 });
  const lines = (await metrics.text()).split("\n");
  for (const line of [
    'belfry_sign_ins_total{result="failed"} 0',
    'belfry_http_requests_total{method="GET",route="/notifications",status="304"} 1',
    'belfry_http_request_duration_seconds_bucket{le="0.005",route="/notifications"} 0',
    'belfry_http_request_duration_seconds_bucket{le="0.01",route="/notifications"} 1',
    "belfry_pool_connections_max 10",
    "belfry_streams_open 3",
    "belfry_database_up 1",
    'belfry_deliveries_open{outcome="queued"} 1',
    'belfry_broadcasts_open{state="waiting"} 6',
    'belfry_jobs{queue="purge",state="active"} 9',
  ])
    expect(lines).toContain(line);
  expect(
    lines.filter((line) => line.startsWith("belfry_hub_up")),
    "nobody asked the hub yet",
  ).toEqual([]);
});

it("of a database that does not answer it tells that alone", async () => {
  const lines = (await open(() => Promise.reject(new Error("gone"))).text()).split("\n");
  expect(lines).toContain("belfry_database_up 0");
  expect(lines.filter((line) => /^belfry_(deliveries_open|jobs|instances|database_size)/.test(line))).toEqual([]);
});

it("tells a hub that answers but refuses our token as one that is not up, until it takes it again", async () => {
  const metrics = open(() => Promise.resolve([row]));
  const told = async () => (await metrics.text()).split("\n").filter((line) => line.startsWith("belfry_hub_up "));
  emit("hubRequest", { result: "refused" });
  emit("serviceToken", { accepted: false });
  expect([await told(), metrics.troubles().hubFailed]).toEqual([["belfry_hub_up 0"], true]);
  emit("hubRequest", { result: "answered" });
  expect([await told(), metrics.troubles().hubFailed], "by another's token").toEqual([["belfry_hub_up 0"], true]);
  emit("serviceToken", { accepted: true });
  expect([await told(), metrics.troubles().hubFailed]).toEqual([["belfry_hub_up 1"], false]);
});
