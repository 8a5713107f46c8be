import { randomBytes } from "node:crypto";
import { networkInterfaces } from "node:os";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { expect, startBelfry, test } from "./fixtures.ts";
import { valueOf } from "./metric.ts";
import { openWire } from "./open-wire.ts";

test("metrics tell deliveries, streams, sign-ins, requests and the database", async ({ belfry }) => {
  // As if all labs were started anew: none has a token that a check of before had made.
  belfry.hub.reset();
  const scrape = async () => (await fetch(`${belfry.url}/metrics`)).text();
  const before = await scrape();
  expect(valueOf(before, "belfry_database_up")).toBe(1);
  expect(valueOf(before, 'belfry_deliveries_total{outcome="rejected"}')).toBe(0);

  const sent = await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Measured" });
  const { successful } = (await sent.json()) as { successful: number };
  const stream = new AbortController();
  await fetch(`${belfry.url}/api/stream`, {
    headers: { Authorization: `Bearer ${belfry.admin.token}` },
    signal: stream.signal,
  });
  await signInAsProgram(belfry.url, { username: "nobody", password: "guessed" });

  const after = await scrape();
  const rise = (series: string) => valueOf(after, series) - valueOf(before, series);
  expect(rise('belfry_deliveries_total{outcome="delivered"}')).toBe(successful);
  expect(rise('belfry_sign_ins_total{result="failed"}')).toBe(1);
  expect(rise('belfry_hub_requests_total{result="answered"}')).toBeGreaterThan(successful);
  expect(valueOf(after, "belfry_streams_open")).toBeGreaterThanOrEqual(1);
  expect(valueOf(after, 'belfry_deliveries_open{outcome="queued"}')).toBe(0);
  expect(valueOf(after, "belfry_oldest_queued_seconds")).toBe(0);
  expect(
    valueOf(after, 'belfry_http_requests_total{method="POST",route="/hub/api/notifications/broadcast",status="200"}'),
  ).toBeGreaterThanOrEqual(1);
  for (const series of [
    "belfry_pool_in_use",
    "belfry_pool_waiting",
    'belfry_event_loop_lag_seconds{quantile="0.99"}',
    "process_resident_memory_bytes",
    "belfry_instances",
  ]) {
    expect(valueOf(after, series), series).toBeGreaterThanOrEqual(0);
  }
  stream.abort();
  await expect.poll(async () => valueOf(await scrape(), "belfry_streams_open")).toBe(0);
  // Addresses nobody has must not become lines of their own.
  await Promise.all(Array.from({ length: 20 }, (_, n) => fetch(`${belfry.url}/made-up/${n}`)));
  expect((await scrape()).split("\n").filter((line) => line.includes("made-up"))).toEqual([]);
});

/** How a request for the metrics is answered that comes to one of this machine's addresses. */
function asking(url: string) {
  const { port } = new URL(url);
  return async (headers: Record<string, string> = {}, at = "127.0.0.1"): Promise<number> => {
    const lines = Object.entries({ Host: `${at}:${port}`, Connection: "close", ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const said = await openWire(`http://${at}:${port}`, `GET /metrics HTTP/1.1\r\n${lines.join("")}\r\n`).closed;
    return Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1]);
  };
}

test("metrics are for their own token, or an admin's, on this machine too", async () => {
  const metricsToken = randomBytes(24).toString("hex");
  const belfry = await startBelfry({ settings: { METRICS_OPEN: "", METRICS_TOKEN: metricsToken } });
  const ask = asking(belfry.url);
  const made = await belfry.api("POST", "/api/tokens", { name: "weak", scopes: ["broadcast"] });
  const { token: weak } = (await made.json()) as { token: string };
  const { host } = new URL(belfry.url);
  try {
    expect(await ask()).toBe(401);
    expect(await ask({ Host: `localhost:${host.split(":")[1]}` })).toBe(401);
    expect(await ask({ Authorization: `Bearer ${metricsToken.slice(1)}` })).toBe(401);
    expect(await ask({ Authorization: `Bearer ${weak}` })).toBe(403);
    for (const token of [metricsToken, belfry.admin.token])
      expect(await ask({ Authorization: `Bearer ${token}` })).toBe(200);
    // It is nobody's, so it opens nothing else.
    const inbox = await fetch(`${belfry.url}/notifications`, { headers: { Authorization: `Bearer ${metricsToken}` } });
    expect(inbox.status).toBe(401);
  } finally {
    await belfry.stop();
  }
});

test("metrics that are open are so for this machine itself", async () => {
  const belfry = await startBelfry({ settings: { HOSTNAME: "0.0.0.0" } });
  const { port } = new URL(belfry.url);
  const ask = asking(belfry.url);
  try {
    expect(await ask()).toBe(200);
    expect(await ask({ Host: `localhost:${port}` })).toBe(200);
    for (const name of ["X-Forwarded-For", "X-Real-IP", "Via"])
      expect(await ask({ [name]: "127.0.0.1" }), `${name}, of a proxy on this machine`).toBe(401);

    const proxied = { Host: "belfry.example.org" };
    const refused: Record<string, string>[] = [
      {},
      { "X-Belfry-Peer": "127.0.0.1" },
      { Authorization: "Bearer blf_guessed" },
    ];
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each && !each.internal && each.family === "IPv4");
    for (const headers of refused) {
      expect(await ask({ ...proxied, ...headers }), JSON.stringify(headers)).toBe(401);
      for (const other of others) expect(await ask(headers, other?.address), JSON.stringify(headers)).toBe(401);
    }
    expect(await ask({ ...proxied, Authorization: `Bearer ${belfry.admin.token}` })).toBe(200);
  } finally {
    await belfry.stop();
  }
});
