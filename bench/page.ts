/**
 * What the two pages cost that people look at most, signed in, from the built application: their scripts as they come
 * over the wire at a first load, for how long these keep a slow browser from answering a hand, and the processor time
 * that the server draws a page in. Run alone it prints the figures as JSON.
 */
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser } from "@playwright/test";
import { hubSettings, startServer } from "#scripts/demo/server.ts";
import { publishSamples } from "#scripts/demo/samples.ts";
import { renderingOf } from "./rendering.ts";
import { startHub } from "./simulated.ts";
import { blockingOf } from "./blocking.ts";
import { firstVisit, launchBrowser, settledMs, signIn, type State } from "./browser.ts";

const admin = { username: "admin", password: "ring the bell", token: `blf_${randomBytes(32).toString("base64url")}` };

const pages = [
  { key: "page", path: "/", heading: "core" },
  { key: "page/broadcast", path: "/hub/notifications", heading: "Past broadcasts" },
] as const;

const whole = { loads: 5, draws: 100, rounds: 3 };
const small = { loads: 1, draws: 10, rounds: 1 };

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
  const browser = await launchBrowser();
  try {
    await publishSamples(server.url, admin.token);
    const storageState = await signIn(browser, server.url, admin);
    const figures: Record<string, number> = {};
    for (const { key, path: at, heading } of pages)
      figures[`${key}/script-kb`] =
        Math.round((await scriptBytes(browser, { storageState, url: server.url + at, heading })) / 100) / 10;
    const visits = pages.map(({ key, path: at }) => ({ key, storageState, url: server.url + at }));
    const took = await blockingOf(browser, visits, loads);
    figures["page/bare-blocking-ms"] = took.bare;
    for (const { key } of pages) figures[`${key}/blocking-over-bare`] = (took.ms.get(key) ?? NaN) / took.bare;
    const drawn = pages.map(({ key, path: at }) => ({
      key,
      pid: server.pid ?? NaN,
      url: server.url + at,
      storageState,
    }));
    const drawing = await renderingOf(drawn, { draws, rounds });
    for (const { key } of pages) {
      const ms = drawing.ms.get(key) ?? NaN;
      Object.assign(figures, { [`${key}/render-cpu-ms`]: ms, [`${key}/render-cpu-over-bare`]: ms / drawing.bare });
    }
    return figures;
  } finally {
    await browser.close();
    await server.stop();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Load {
  storageState: State;
  url: string;
  heading: string;
}

async function scriptBytes(browser: Browser, { storageState, url, heading }: Load): Promise<number> {
  const context = await firstVisit(browser, storageState);
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

if (import.meta.main) console.log(JSON.stringify(await benchPage({ quick: process.argv.includes("--quick") })));
