import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programFiles } from "#scripts/release/programs.ts";
import { openWelcome, type Welcome } from "./welcome.ts";

const asked: string[] = [];
/** Signs in whoever asks. */
const belfry = createServer((req, res) => {
  asked.push(`${req.method} ${req.url}`);
  if (req.url === "/api/auth/csrf") res.writeHead(200, { "Set-Cookie": "belfry-csrf=1" }).end('{"csrfToken":"1"}');
  else res.writeHead(302, { Location: "/", "Set-Cookie": "belfry-session=abc; Path=/; HttpOnly" }).end();
});
let at: number;
let told = 0;
let opened = 0;
let welcome: Welcome;

beforeAll(async () => {
  belfry.listen(0, "127.0.0.1");
  await once(belfry, "listening");
  at = (belfry.address() as AddressInfo).port;
  welcome = await openWelcome({
    port: 0,
    belfry: `http://127.0.0.1:${at}`,
    ...{
      username: "admin",
      password: "of the demo",
      labs: 25,
      told: () => "not yet",
      opened: () => opened++,
      tellAgain: () => told++,
    },
  });
});

afterAll(async () => {
  await welcome.close();
  belfry.close();
});

const press = (path: string, { to = "/", headers = {} }: { to?: string; headers?: Record<string, string> } = {}) =>
  fetch(welcome.url + path, { method: "POST", headers, body: new URLSearchParams({ to }), redirect: "manual" });

test("the page names the address and how to sign in", async () => {
  const page = await (await fetch(welcome.url)).text();
  expect(page).toContain(`http://127.0.0.1:${at}`);
  expect(page).toContain("of the demo");
});

test("a click signs in and leads to a page of Belfry's, and nowhere else", async () => {
  const answer = await press("/open", { to: "/hub/notifications" });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`http://127.0.0.1:${at}/hub/notifications`);
  expect(answer.headers.getSetCookie()).toEqual(["belfry-session=abc; Path=/; HttpOnly"]);
  expect(opened).toBe(1);
  const elsewhere = await press("/open", { to: "//example.org/" });
  expect(elsewhere.headers.get("location")).toBe(`http://127.0.0.1:${at}/`);
});

test("the story is told again by a click", async () => {
  expect((await press("/story")).headers.get("location")).toBe("/");
  expect(told).toBe(1);
});

test("a page of another site, and another name that leads here, sign nobody in", async () => {
  asked.length = 0;
  const answer = await press("/open", { headers: { "Sec-Fetch-Site": "cross-site" } });
  expect(answer.status).toBe(403);
  const { port } = new URL(welcome.url);
  const rebound = request({ port, path: "/open", method: "POST", headers: { Host: `rebound.example.org:${port}` } });
  rebound.end();
  const [response] = (await once(rebound, "response")) as [{ statusCode: number; resume: () => void }];
  response.resume();
  expect(response.statusCode).toBe(403);
  expect(asked).toEqual([]);
});

test("nothing that is released has a way to sign in with one click", () => {
  expect(programFiles().filter((file) => file.startsWith("scripts/demo/"))).toEqual([]);
  expect(readFileSync(".dockerignore", "utf8").split("\n")).toContain("scripts/demo");
});
