import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openApi } from "./api.ts";
import { exits } from "./failure.ts";

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

type Answer = [status: number, headers: Record<string, string>, body: string];

/** A server with one answer after the other; the last one stays. */
async function answering(...answers: Answer[]) {
  const asked: IncomingMessage[] = [];
  server = createServer((request, response) => {
    const [status, headers, body] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, {}, ""];
    asked.push(request);
    response.writeHead(status, headers).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { api: openApi(url, "blf_of-a-test"), url, asked };
}

const busy: Answer = [503, { "Retry-After": "0" }, ""];
const fine: Answer = [200, {}, "[]"];
const problem = (status: number, more = {}): Answer => [status, {}, JSON.stringify({ detail: "No", ...more })];

describe("openApi", () => {
  it("asks again, as it is told to, where that is safe", async () => {
    const { api, asked } = await answering(busy, busy, fine);
    expect((await api({ path: "/notifications" })).status).toBe(200);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill("Bearer blf_of-a-test"));
  });

  it("sends a change once, unless it may be sent again", async () => {
    const { api, asked } = await answering(busy, fine);
    await expect(api({ method: "DELETE", path: "/notifications" })).rejects.toMatchObject({ exit: exits.unreachable });
    expect(asked).toHaveLength(1);
    await api({ method: "POST", path: "/notifications", body: {}, again: true });
    expect(asked).toHaveLength(2);
  });

  it.each([
    [problem(400, { errors: [{ path: "data", message: "is missing" }] }), exits.refused, "No\n  data: is missing"],
    [problem(401), exits.denied, "No"],
    [problem(403), exits.denied, "No"],
    [problem(404), exits.refused, "No"],
    [problem(409), exits.refused, "No"],
    [[404, {}, "<html>"] as Answer, exits.unreachable, "is not Belfry, or not at that path"],
    [
      [302, { Location: "https://elsewhere.example.org/" }, ""] as Answer,
      exits.unreachable,
      "leads elsewhere (https://elsewhere",
    ],
  ])("%j ends with %i", async (answer, exit, words) => {
    const { api } = await answering(answer);
    await expect(api({ path: "/notifications" })).rejects.toMatchObject({
      exit,
      message: expect.stringContaining(words) as unknown,
    });
  });
});
