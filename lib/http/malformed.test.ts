import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { expect, it } from "vitest";
import { refuseMalformed } from "./malformed.ts";

it("answers 400 to a path that can't be decoded, and passes on the rest", async () => {
  const server = createServer((request, response) => response.end(`passed on: ${request.url}`));
  refuseMalformed(server, pino({ level: "silent" }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const path of ["/notifications/%E0%A4%A", "/notifications/%zz/1?as_of=x", "/%"]) {
    const response = await fetch(url + path);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.json()).toMatchObject({ status: 400, errors: [{ path: "path" }] });
  }
  for (const path of ["/notifications/a%20b", "/notifications?category=%E0%A4%A"]) expect(await (await fetch(url + path)).text()).toBe(`passed on: ${path}`);
  server.close();
});
