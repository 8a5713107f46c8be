import { expect, it } from "vitest";
import { startInstances } from "./instances.ts";
import { startNginx } from "./proxies.ts";

it("anonymous posts that are too large are refused behind nginx, and take no instance out", async () => {
  const instances = await startInstances(2);
  const nginx = await startNginx(instances.urls);
  try {
    const statuses = new Map<number, number>();
    const post = async (at: string, body: string) => {
      const { status } = await fetch(`${nginx.url}${at}`, { method: "POST", body });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let round = 0; round < 25; round++)
      await Promise.all([post("/notifications", "x".repeat(900_000)), post("/notifications", "x".repeat(200_000))]);
    expect(Object.fromEntries(statuses)).toEqual({ 401: 25, 413: 25 });
    expect(nginx.log()).not.toMatch(/reset by peer|prematurely closed|temporarily disabled|no live upstreams/);
    const reached = new Set<string | null>();
    for (let n = 0; n < 10; n++) reached.add((await fetch(`${nginx.url}/healthz`)).headers.get("x-upstream"));
    expect(reached).toEqual(new Set(instances.urls.map((url) => new URL(url).host)));
  } finally {
    await nginx.stop();
    await instances.stop();
  }
});

it("a program that sends without a proxy sees the refusal, never a connection that is cut", async () => {
  const instances = await startInstances(1);
  try {
    const [url = ""] = instances.urls;
    for (const [bytes, status] of [
      [900_000, 413],
      [3_900_000, 413],
      [200_000, 401],
    ] as const) {
      for (let n = 0; n < 15; n++) {
        const told = await fetch(`${url}/notifications`, { method: "POST", body: "x".repeat(bytes) });
        const chunked = await fetch(`${url}/notifications`, {
          method: "POST",
          headers: { Authorization: `Bearer ${status === 413 ? instances.token : "blf_nobody"}` },
          body: new Blob(["x".repeat(bytes)]).stream(),
          ...{ duplex: "half" },
        });
        expect([told.status, chunked.status], String(bytes)).toEqual([status, status]);
      }
    }
  } finally {
    await instances.stop();
  }
});
