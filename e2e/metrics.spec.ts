import { networkInterfaces } from "node:os";
import { expect, startBelfry, test } from "./fixtures.ts";

/** The value of one line, whose labels are written as the line has them. */
function valueOf(metrics: string, series: string): number {
  const line = metrics.split("\n").find((each) => each.startsWith(`${series} `));
  if (!line) throw new Error(`${series} is not among the metrics`);
  return Number(line.slice(series.length + 1));
}

test("metrics tell deliveries, streams, sign-ins, requests and the database", async ({ belfry }) => {
  const scrape = async () => (await fetch(`${belfry.url}/metrics`)).text();
  const before = await scrape();
  expect(valueOf(before, "belfry_database_up")).toBe(1);
  expect(valueOf(before, 'belfry_deliveries_total{outcome="rejected"}')).toBe(0);

  const sent = await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Measured" });
  const { successful } = (await sent.json()) as { successful: number };
  const stream = new AbortController();
  await fetch(`${belfry.url}/api/stream`, { headers: { Authorization: `Bearer ${belfry.admin.token}` }, signal: stream.signal });
  const csrf = await fetch(`${belfry.url}/api/auth/csrf`);
  const cookie = csrf.headers.getSetCookie().map((each) => each.split(";")[0]).join("; ");
  const token = ((await csrf.json()) as { csrfToken: string }).csrfToken;
  await fetch(`${belfry.url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie },
    body: new URLSearchParams({ username: "nobody", password: "guessed", csrfToken: token }),
    redirect: "manual",
  });

  const after = await scrape();
  const rise = (series: string) => valueOf(after, series) - valueOf(before, series);
  expect(rise('belfry_deliveries_total{outcome="delivered"}')).toBe(successful);
  expect(rise('belfry_sign_ins_total{result="failed"}')).toBe(1);
  expect(rise('belfry_hub_requests_total{result="answered"}')).toBeGreaterThan(successful);
  expect(valueOf(after, "belfry_streams_open")).toBeGreaterThanOrEqual(1);
  expect(valueOf(after, 'belfry_deliveries_open{outcome="queued"}')).toBe(0);
  expect(valueOf(after, "belfry_oldest_queued_seconds")).toBe(0);
  expect(valueOf(after, 'belfry_http_requests_total{method="POST",route="/hub/api/notifications/broadcast",status="200"}')).toBeGreaterThanOrEqual(1);
  for (const series of ["belfry_pool_in_use", "belfry_pool_waiting", 'belfry_event_loop_lag_seconds{quantile="0.99"}', "process_resident_memory_bytes", "belfry_instances"]) {
    expect(valueOf(after, series), series).toBeGreaterThanOrEqual(0);
  }
  stream.abort();
  await expect.poll(async () => valueOf(await scrape(), "belfry_streams_open")).toBe(0);
  // Addresses nobody has must not become lines of their own.
  await Promise.all(Array.from({ length: 20 }, (_, n) => fetch(`${belfry.url}/made-up/${n}`)));
  expect((await scrape()).split("\n").filter((line) => line.includes("made-up"))).toEqual([]);
});

test("metrics are for this machine itself, or a token of an admin's", async () => {
  const outside = Object.values(networkInterfaces()).flat().find((each) => each && !each.internal && each.family === "IPv4")?.address;
  const belfry = await startBelfry({ settings: { HOSTNAME: "0.0.0.0" } });
  try {
    const ask = async (host: string, headers: Record<string, string> = {}) => (await fetch(`http://${host}:${new URL(belfry.url).port}/metrics`, { headers })).status;
    expect(await ask("127.0.0.1")).toBe(200);
    expect(await ask("127.0.0.1", { "X-Forwarded-For": "203.0.113.9" }), "through a proxy on this machine").toBe(401);
    test.skip(!outside, "this machine has no other address");
    const from = outside ?? "";
    const refused: Record<string, string>[] = [{}, { "X-Forwarded-For": "127.0.0.1" }, { "X-Belfry-Peer": "127.0.0.1" }, { Authorization: "Bearer blf_guessed" }];
    for (const headers of refused) expect(await ask(from, headers), JSON.stringify(headers)).toBe(401);
    expect(await ask(from, { Authorization: `Bearer ${belfry.admin.token}` })).toBe(200);
    const made = await belfry.api("POST", "/api/tokens", { name: "weak", scopes: ["broadcast"] });
    const { token } = (await made.json()) as { token: string };
    expect(await ask(from, { Authorization: `Bearer ${token}` })).toBe(403);
  } finally {
    await belfry.stop();
  }
});
