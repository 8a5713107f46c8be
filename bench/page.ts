/**
 * What the two pages cost that people look at most, signed in, from the built application: their scripts as they come
 * over the wire at a first load, for how long these keep a slow browser from answering a hand, and the processor time
 * that the server draws a page in. Run alone it prints the figures as JSON.
 */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type CDPSession } from "@playwright/test";
import { hubSettings, startServer } from "#scripts/demo/server.ts";
import { publishSamples } from "#scripts/demo/samples.ts";
import { findBrowser } from "#scripts/verify/browser.ts";
import { cpuTimeMs } from "./cpu-time.ts";
import { median } from "./medians.ts";
import { startHub } from "./simulated.ts";
import { blockingMs } from "./blocking.ts";

const admin = { username: "admin", password: "ring the bell", token: `blf_${randomBytes(32).toString("base64url")}` };

const pages = [
  { key: "page", path: "/", heading: "core" },
  { key: "page/broadcast", path: "/hub/notifications", heading: "Past broadcasts" },
] as const;

const whole = { loads: 5, draws: 100, rounds: 3 };
const small = { loads: 1, draws: 10, rounds: 1 };

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

/**
 * @returns for each page `…/script-kb`: thousands of bytes, compressed as the server sends them; `…/blocking-over-bare`:
 *   total blocking time over that of a page whose only task is one fixed piece of work; `…/render-cpu-over-bare`: processor
 *   time a drawing, over an answer of a bare `node:http` server
 */
export async function benchPage({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const { loads, draws, rounds } = quick ? small : whole;
  const folder = path.join(tmpdir(), `belfry-page-${process.pid}`);
  const hub = await startHub({ labs: 25 });
  const server = await startServer({
    settings: {
      DATABASE_URL: "",
      DATA_DIR: folder,
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      ADMIN_TOKEN: admin.token,
      ...hubSettings(hub),
    },
  });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    await publishSamples(server.url, admin.token);
    const storageState = await signIn(browser, server.url);
    const figures: Record<string, number> = {};
    for (const { key, path: at, heading } of pages)
      figures[`${key}/script-kb`] =
        Math.round((await scriptBytes(browser, { storageState, url: server.url + at, heading })) / 100) / 10;
    Object.assign(figures, await blocking(browser, { storageState, url: server.url, loads }));
    Object.assign(figures, await rendering(server, { storageState, draws, rounds }));
    return figures;
  } finally {
    await browser.close();
    await server.stop();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function signIn(browser: Browser, url: string): Promise<State> {
  const page = await browser.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Username").fill(admin.username);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/** What a page fetches by itself it fetches within this time; its stream stays open, so the network is never idle. */
const settledMs = 3000;

interface Load {
  storageState: State;
  url: string;
  heading: string;
}

/** Nothing cached: a first load. What a service worker fetches ahead is not what this page needs. */
const fresh = (browser: Browser, storageState: State) => browser.newContext({ storageState, serviceWorkers: "block" });

async function scriptBytes(browser: Browser, { storageState, url, heading }: Load): Promise<number> {
  const context = await fresh(browser, storageState);
  const page = await context.newPage();
  const scripts: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script")
      scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(url, { waitUntil: "load" });
  await page.getByRole("heading", { name: heading }).waitFor();
  await page.waitForTimeout(settledMs);
  const bytes = await Promise.all(scripts);
  await context.close();
  return bytes.reduce((sum, each) => sum + each, 0);
}

/** One task, of the same work on every machine. */
const bare = `<!doctype html><title>bare</title><script>
  let x = 1; for (let n = 0; n < 5e6; n++) x = (Math.imul(x, 48271) + n) | 0; document.title = String(x);
</script>`;

/** In turns, so that whatever else the machine does meets all of them alike. */
async function blocking(
  browser: Browser,
  { storageState, url, loads }: { storageState: State; url: string; loads: number },
): Promise<Record<string, number>> {
  const took = new Map<string, number[]>();
  for (let load = 0; load < loads; load++)
    for (const { key, path: at } of [{ key: "bare", path: "bare" }, ...pages]) {
      const context = await fresh(browser, storageState);
      const page = await context.newPage();
      if (key === "bare") await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: bare }));
      const session: CDPSession = await context.newCDPSession(page);
      const target = key === "bare" ? "http://127.0.0.1:9/bare" : url + at;
      const ms = await blockingMs(session, async () => {
        await page.goto(target, { waitUntil: "load" });
        await page.waitForTimeout(settledMs);
      });
      took.set(key, [...(took.get(key) ?? []), ms]);
      await context.close();
    }
  if (process.env["BELFRY_BENCH_DETAILS"]) console.error(took);
  const of = (key: string) => median(took.get(key) ?? []);
  return {
    "page/bare-blocking-ms": of("bare"),
    ...Object.fromEntries(pages.map(({ key }) => [`${key}/blocking-over-bare`, of(key) / of("bare")])),
  };
}

/** Processor time of one drawing, the database left out, beside a bare server in the same run. */
async function rendering(
  { url, pid = NaN }: { url: string; pid?: number | undefined },
  { storageState, draws, rounds }: { storageState: State; draws: number; rounds: number },
): Promise<Record<string, number>> {
  const child = fork(path.join(import.meta.dirname, "bare-server.ts"));
  try {
    const [port] = (await once(child, "message")) as [number];
    const cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const sides = [
      { key: "bare", pid: child.pid ?? NaN, address: `http://127.0.0.1:${port}`, times: draws * 10 },
      ...pages.map(({ key, path: at }) => ({ key, pid, address: url + at, times: draws })),
    ];
    const took = new Map<string, number[]>();
    for (let round = -1; round < rounds; round++)
      for (const { key, pid, address, times } of sides) {
        const before = cpuTimeMs([pid], { children: false });
        for (let nth = 0; nth < times; nth++) {
          const answer = await fetch(address, { headers: { cookie, accept: "text/html" }, redirect: "error" });
          await answer.arrayBuffer();
          if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
        }
        if (round >= 0)
          took.set(key, [...(took.get(key) ?? []), (cpuTimeMs([pid], { children: false }) - before) / times]);
      }
    const of = (key: string) => median(took.get(key) ?? []);
    return Object.fromEntries(
      pages.flatMap(({ key }) => [
        [`${key}/render-cpu-ms`, of(key)],
        [`${key}/render-cpu-over-bare`, of(key) / of("bare")],
      ]),
    );
  } finally {
    child.kill();
  }
}

if (import.meta.main) console.log(JSON.stringify(await benchPage({ quick: process.argv.includes("--quick") })));
