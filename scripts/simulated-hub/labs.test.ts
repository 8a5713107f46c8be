import { describe, expect, test } from "vitest";
import type { LabBehaviour } from "./index.ts";
import { firstLab, ingestUrl, mintSecret, notification, ring, start } from "./test-client.ts";

describe("a lab", () => {
  test("takes a notification with a token of its own and keeps what came", async () => {
    const hub = await start({ latencyMs: 5 });
    const lab = hub.lab("alice", "gpu");
    const answer = await ring(hub, lab, `token ${await mintSecret(hub, lab)}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      success: true,
      notification_id: expect.stringMatching(/^notif_\d+_1$/) as string,
    });
    expect(lab.arrivals).toEqual([
      { at: expect.any(Number) as number, tokenId: "a4", body: notification, status: 200, shown: true },
    ]);
    expect(hub.state()).toMatchObject({ totals: { arrivals: 1, shown: 1 }, leaks: [] });
  });

  test("refuses every other token and records what it was shown", async () => {
    const hub = await start({ mix: {} });
    const [alice, gpu, bob] = [hub.lab("alice"), hub.lab("alice", "gpu"), hub.lab("bob")];
    const own = await mintSecret(hub, bob);
    const expired = await mintSecret(hub, bob, { expires_in: -1 });
    const statuses: [string, string, number][] = [];
    for (const [authorization, lab] of [
      [`Bearer ${own}`, bob],
      [`token ${expired}`, bob],
      ["", bob],
      [`token ${own}`, alice],
      [`token ${await mintSecret(hub, alice)}`, gpu],
      [`token ${hub.apiToken}`, bob],
      ["token made-up", bob],
      [`token ${hub.member.token}`, bob],
    ] as const) {
      const answer = await ring(hub, lab, authorization);
      const leak = hub.state().leaks.at(-1);
      statuses.push([lab.key, leak?.kind ?? "none", answer.status]);
      if (answer.status === 403) expect(await answer.json()).toEqual({ message: "Forbidden", reason: null });
    }
    expect(statuses).toEqual([
      ["bob/", "none", 403],
      ["bob/", "none", 403],
      ["bob/", "none", 403],
      ["alice/", "other-lab", 403],
      ["alice/gpu", "other-lab", 403],
      ["bob/", "service", 403],
      ["bob/", "unknown", 403],
      ["bob/", "too-broad", 200],
    ]);
    expect(hub.state().leaks).toHaveLength(5);
    expect(JSON.stringify(hub.state())).not.toContain(hub.apiToken);
  });

  test.each<[LabBehaviour, number, string, number]>([
    ["healthy", 200, "application/json", 405],
    ["slow", 200, "application/json", 405],
    ["crashed", 503, "text/html; charset=UTF-8", 503],
    ["no-extension", 404, "text/html; charset=UTF-8", 404],
    ["refused-token", 403, "application/json", 405],
    ["server-error", 500, "application/json", 405],
    ["unsuccessful", 200, "application/json", 405],
    ["html", 200, "text/html; charset=UTF-8", 200],
    ["spawning", 403, "text/html; charset=UTF-8", 403],
    ["stopped", 403, "text/html; charset=UTF-8", 403],
  ])("that is %s answers %i %s, and %i to a probe", async (behaviour, status, type, probed) => {
    const hub = await start({ slowMs: 20 });
    const lab = hub.setLab({ username: "late", behaviour });
    const answer = await ring(hub, lab, `token ${await mintSecret(hub, lab)}`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, type]);
    expect(lab.arrivals[0]).toMatchObject({ status, shown: behaviour === "healthy" || behaviour === "slow" });
    expect((await fetch(ingestUrl(hub, lab))).status).toBe(probed);
    expect(lab).toMatchObject({ probes: 1, arrivals: { length: 1 } });
  });

  test("that hangs, or drops the connection, has received the notification all the same", async () => {
    const hub = await start({ mix: { hung: 1, reset: 1 } });
    const [hung, reset] = [firstLab(hub, "hung"), firstLab(hub, "reset")];
    await expect(ring(hub, reset, `token ${await mintSecret(hub, reset)}`)).rejects.toThrow("fetch failed");
    const patience = new AbortController();
    const waiting = ring(hub, hung, `token ${await mintSecret(hub, hung)}`, { signal: patience.signal });
    await expect.poll(() => hung.arrivals.length).toBe(1);
    patience.abort();
    await expect(waiting).rejects.toThrow("aborted");
    expect([hung, reset].map((lab) => lab.arrivals)).toMatchObject([
      [{ status: null, shown: false }],
      [{ status: null, shown: false }],
    ]);
  });

  test("that drips or never ends its body goes on until the client leaves", async () => {
    const hub = await start({ mix: { drip: 1, "endless-body": 1 } });
    for (const behaviour of ["drip", "endless-body"] as const) {
      const lab = firstLab(hub, behaviour);
      const answer = await ring(hub, lab, `token ${await mintSecret(hub, lab)}`);
      expect(answer.status).toBe(200);
      const reader = answer.body?.getReader();
      for (let chunk = 0; chunk < 3; chunk++) expect((await reader?.read())?.done).toBe(false);
      await reader?.cancel();
    }
  });

  test("that redirects shows who followed, and with which token", async () => {
    const hub = await start({ mix: { redirect: 1 } });
    const lab = firstLab(hub, "redirect");
    const secret = await mintSecret(hub, lab);
    const answer = await ring(hub, lab, `token ${secret}`);
    expect([answer.status, hub.state().redirectsFollowed]).toEqual([302, []]);
    const target = new URL(answer.headers.get("location") ?? "", hub.url);
    await fetch(target, { headers: { Authorization: `token ${secret}` } });
    expect(hub.state().redirectsFollowed).toMatchObject([{ from: lab.key }]);
    expect(hub.state().leaks).toMatchObject([{ kind: "other-lab" }]);
  });

  test("takes no body that is not a message", async () => {
    const hub = await start();
    const lab = hub.lab("alice", "gpu");
    const authorization = `token ${await mintSecret(hub, lab)}`;
    expect((await ring(hub, lab, authorization, { body: "[1]" })).status).toBe(400);
    expect((await ring(hub, lab, authorization, { body: '{"type":"info"}' })).status).toBe(400);
    expect(lab.arrivals.map((arrival) => arrival.body)).toEqual([null, { type: "info" }]);
  });
});
