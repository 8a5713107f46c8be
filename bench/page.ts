/**
 * What the notification centre weighs: the compressed size of all scripts that a browser fetches for its first load,
 * signed in, from the built application. Run alone it prints the figure as JSON.
 */
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type Browser } from "@playwright/test";
import { startServer } from "#scripts/demo/server.ts";
import { publishSamples } from "#scripts/demo/samples.ts";
import { findBrowser } from "#scripts/verify/browser.ts";

const admin = { username: "admin", password: "ring the bell", token: `blf_${randomBytes(32).toString("base64url")}` };

/** @returns `page/script-kb`: thousands of bytes, each script compressed on its own as a server does by default */
export async function benchPage(): Promise<Record<string, number>> {
  const folder = path.join(tmpdir(), `belfry-page-${process.pid}`);
  const settings = {
    DATABASE_URL: "",
    DATA_DIR: folder,
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    ADMIN_TOKEN: admin.token,
  };
  const server = await startServer({ settings });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  try {
    await publishSamples(server.url, admin.token);
    const bytes = await scriptBytes(browser, server.url);
    return { "page/script-kb": Math.round(bytes / 100) / 10 };
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function scriptBytes(browser: Browser, url: string): Promise<number> {
  const signingIn = await browser.newPage();
  await signingIn.goto(`${url}/sign-in`);
  await signingIn.getByLabel("Username").fill(admin.username);
  await signingIn.getByLabel("Password").fill(admin.password);
  await signingIn.getByRole("button", { name: "Sign in" }).click();
  await signingIn.waitForURL(`${url}/`);
  // Nothing cached: a first load.
  const context = await browser.newContext({ storageState: await signingIn.context().storageState() });
  const page = await context.newPage();
  const scripts: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  });
  await page.goto(url, { waitUntil: "load" });
  await page.getByRole("heading", { name: "core" }).waitFor();
  // The stream stays open, so the network is never idle; what a page fetches by itself it fetches within this time.
  await page.waitForTimeout(3000);
  const bodies = await Promise.all(scripts);
  if (process.env["BELFRY_BENCH_DETAILS"]) for (const body of bodies) console.error(body.length, gzipSync(body).length);
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

if (import.meta.main) console.log(JSON.stringify(await benchPage()));
