import type { lookup } from "node:dns";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { post } from "./post.ts";
import { openReach, type Reach } from "./reach.ts";
import { outletShapes, type OutletShape } from "./schema.ts";
import { startReceiver, type Receiver } from "./test/receiver.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const one = {
  id: 7,
  timestamp: Date.parse("2026-11-28T12:00:00Z"),
  type: "note",
  category: "error" as const,
  origin: "core",
  data: {
    title: "<!channel> @everyone *bold* | a&b",
    message: "It [failed](https://evil.example)",
    url: "https://example.org/7?a=1|2",
  },
};
let receiver: Receiver;
let reach: Reach;
beforeAll(async () => {
  receiver = await startReceiver();
  reach = openReach(["127.0.0.1"]);
});
beforeEach(() => {
  receiver.came.length = 0;
  receiver.answer = () => ({ status: 204 });
});
afterAll(async () => {
  reach.close();
  await receiver.close();
});

const send = (
  url = `${receiver.url}/in?x=1`,
  { shape = null, by = reach }: { shape?: OutletShape | null; by?: Reach } = {},
) => post(by, { url, secret, shape, messageId: "msg_1_7", one, now: new Date() });

describe("a webhook", () => {
  it("is signed so that a receiver's library finds it good, and says what the notification says", async () => {
    expect(await send()).toEqual({ ok: true, status: 204 });
    const [came] = receiver.came;
    expect(came?.path).toBe("/in?x=1");
    expect(came?.headers["webhook-id"]).toBe("msg_1_7");
    expect(new Webhook(secret).verify(came?.body ?? "", came?.headers ?? {})).toEqual(one);
    expect(() => new Webhook(secret).verify(`${came?.body} `, came?.headers ?? {})).toThrow();
  });

  it("is taken by 2xx alone, and a redirect is not followed", async () => {
    receiver.answer = () => ({ status: 410 });
    expect(await send()).toEqual({ ok: false, status: 410, reason: "HTTP 410" });
    receiver.answer = () => ({ status: 307, headers: { Location: `${receiver.url}/other` } });
    expect(await send()).toMatchObject({ ok: false, status: 307 });
    expect(receiver.came.map(({ path }) => path)).toEqual(["/in?x=1", "/in?x=1"]);
  });

  it("reads no more than 64 KiB of what is answered", async () => {
    receiver.answer = () => ({ status: 200, body: "x".repeat(10_000_000) });
    expect(await send()).toEqual({ ok: true, status: 200 });
  });
});

describe("what may not be reached", () => {
  const names = (...answers: string[][]) =>
    ((_: string, __: object, callback: (error: null, addresses: object[]) => void) => {
      const addresses = answers.length > 1 ? answers.shift() : answers[0];
      callback(
        null,
        (addresses ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    }) as unknown as typeof lookup;

  it("is not connected to, under whichever name or form it comes", async () => {
    const closed = openReach([]);
    for (const host of ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1", "localhost"]) {
      const result = await send(`http://${host}:${receiver.port}/`, { by: closed });
      expect([host, result.ok, result.reason]).toEqual([host, false, expect.stringContaining("outlets don't reach")]);
    }
    const mixed = openReach([], names(["1.1.1.1", "127.0.0.1"]));
    expect((await send(`http://mixed.example:${receiver.port}/`, { by: mixed })).reason).toContain("127.0.0.1");
    expect(receiver.came).toEqual([]);
    closed.close();
    mixed.close();
  });

  it("is not connected to when a name says one thing to the look and another to the connection", async () => {
    const rebinding = openReach([], names(["1.1.1.1"], ["127.0.0.1"]));
    const result = await send(`http://rebind.example:${receiver.port}/`, { by: rebinding });
    expect(result.ok).toBe(false);
    expect(receiver.came).toEqual([]);
    rebinding.close();
  });

  it("nor is a name that is not found", async () => {
    const lost = ((_: string, __: object, callback: (error: Error) => void) =>
      callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }))) as unknown as typeof lookup;
    const nowhere = openReach([], lost);
    expect(await nowhere.refusal("https://nowhere.example/")).toBe("nowhere.example is not found (ENOTFOUND)");
    nowhere.close();
  });

  it("is reached where its name is listed", async () => {
    const open = openReach(["hooks.internal"], names(["127.0.0.1"]));
    expect(await send(`http://hooks.internal:${receiver.port}/`, { by: open })).toEqual({ ok: true, status: 204 });
    open.close();
  });
});

describe("shapes", () => {
  const sent = async (shape: OutletShape, url?: string) => {
    expect(await send(url, { shape })).toMatchObject({ ok: true });
    return receiver.came.at(-1) as { path: string; body: string };
  };

  it("are JSON in which what a publisher writes calls nobody and marks nothing", async () => {
    const slack = JSON.parse((await sent("slack")).body) as { attachments: [{ text: string }] };
    expect(slack.attachments[0].text).toBe(
      "*<https://example.org/7?a=1%7C2|&lt;!channel&gt; @everyone *bold* | a&amp;b>*\ncore · “It [failed](https://evil.example)” · example.org".replace(
        "“It [failed](https://evil.example)”",
        "It [failed](https://evil.example)",
      ),
    );
    const discord = JSON.parse((await sent("discord")).body) as {
      embeds: [{ title: string }];
      allowed_mentions: object;
    };
    expect(discord.allowed_mentions).toEqual({ parse: [] });
    expect(discord.embeds[0].title).toContain("\\*bold\\*");
    const teams = (await sent("teams")).body;
    expect(teams).toContain("It \\\\[failed\\\\]");
    expect(JSON.parse(teams)).toMatchObject({ attachments: [{ content: { type: "AdaptiveCard" } }] });
  });

  it("of ntfy go to the server with their topic", async () => {
    const { path, body } = await sent("ntfy", `${receiver.url}/builds`);
    expect(path).toBe("/");
    expect(JSON.parse(body)).toMatchObject({
      topic: "builds",
      title: one.data.title,
      priority: 5,
      click: "https://example.org/7?a=1|2",
    });
  });

  it("are all there are", () => {
    expect(outletShapes).toEqual(["slack", "teams", "discord", "ntfy"]);
  });
});
