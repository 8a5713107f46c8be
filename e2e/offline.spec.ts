import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { hubSettings } from "#scripts/demo/server.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { accessible } from "./accessible.ts";
import { expect } from "./fixtures.ts";
import { admin, startOwn, testWith } from "./own-server.ts";

/** Below a path, as a hub's service: what a worker may stand before is a matter of paths. */
const at = "/services/belfry";

async function start() {
  const hub = await startSimulatedHub({ labs: 3 });
  const own = await startOwn({ BASE_PATH: at, ...hubSettings(hub) });
  const wrong = await own.api("PUT", "/api/origins/core", { links: { Log: "javascript:alert(1)" } });
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { errors: [{ path: "links.Log" }] }]);
  await own.api("PUT", "/api/origins/core", { links: { "Mirror’s log": "https://ci.example/{title}/log" } });
  await own.api("PUT", `/api/origins/core/members/${admin.username}`);
  return {
    ...own,
    publish: (title: string, message: string) =>
      own.api("POST", "/notifications", { type: "note", origin: "core", data: { title, message } }),
    async end() {
      await own.end();
      await hub.close();
    },
  };
}

type Own = Awaited<ReturnType<typeof start>>;

const test = testWith(start);
test.use({ serviceWorkers: "allow" });

async function enter(page: Page, url: string, { username, password }: { username: string; password: string }) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(url);
}

/** The addresses of the pages that this browser keeps. */
const keptPages = (page: Page) =>
  page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.includes(" seen "));
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().map(({ url }) => new URL(url).pathname);
  });

/** A browser of somebody who was shown what came by the stream alone, which it keeps. */
async function seenBefore(browser: Browser, own: Own): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ serviceWorkers: "allow" });
  const page = await context.newPage();
  await enter(page, own.url, admin);
  await own.publish("Mirror moved", "See https://mirror.example/new for where.");
  await expect(page.getByText("Mirror moved")).toBeVisible();
  await expect
    .poll(() => keptPages(page), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([at, `${at}/_offline/inbox`]));
  return { context, page };
}

test("without a connection what was seen last stays, and says of when it is; nothing is left of who signs out", async ({
  browser,
  own,
}) => {
  // Told by the stream alone: no page that was fetched has it.
  const { context, page } = await seenBefore(browser, own);
  await expect
    .poll(() => keptPages(page), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([at, `${at}/hub/notifications`, `${at}/_offline/inbox`]));
  const installed = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    const manifest = (await (await fetch(link?.href ?? "")).json()) as { scope: string; icons: { src: string }[] };
    const icons = await Promise.all(manifest.icons.map(async ({ src }) => (await fetch(src)).status));
    const scope = (await navigator.serviceWorker.ready).scope;
    return { scope: new URL(scope).pathname, manifest: manifest.scope, icons };
  });
  expect(installed).toEqual({ scope: at, manifest: at, icons: [200, 200, 200] });

  await own.halt();
  // Whatever was opened: the parts of a page come from here.
  await page
    .getByRole("button", { name: /Mirror moved/ })
    .first()
    .click();
  await expect(page.getByRole("link", { name: "https://mirror.example/new" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Mirror’s log" })).toHaveAttribute(
    "href",
    "https://ci.example/Mirror%20moved/log",
  );
  await page.getByRole("link", { name: "Broadcast" }).first().click();
  await expect(page.getByRole("heading", { name: "Past broadcasts" })).toBeVisible();
  await expect(page.getByText(/What you see is as of/)).toBeVisible();
  await page.goto(own.url);
  await expect(page.getByText("Mirror moved")).toBeVisible();
  await expect(page.getByText(/What you see is as of/)).toBeVisible();
  await accessible(page);
  await page.goto(`${own.url}/settings`);
  await expect(page.getByRole("heading", { name: "No connection to Belfry" })).toBeVisible();
  await accessible(page);

  await own.resume();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible({ timeout: 40_000 });
  await page.goto(own.url);
  await expect(page.getByText(/What you see is as of/)).toHaveCount(0, { timeout: 30_000 });

  // A draft is nobody else's either.
  await page.goto(`${own.url}/hub/notifications`);
  await page.getByLabel("Message").fill("Maintenance at 18:00");
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("belfry draft")));
  await page.reload();
  await expect(page.getByText("Draft restored")).toBeVisible();
  await expect(page.getByLabel("Message")).toHaveValue("Maintenance at 18:00");
  await page.getByRole("button", { name: admin.username }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(await keptPages(page)).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("belfry draft")))).toEqual(
    [],
  );
  await context.setOffline(true);
  await page.goto(own.url);
  await expect(page.getByRole("heading", { name: "No connection to Belfry" })).toBeVisible();
  await context.close();
});

test("after an upgrade nothing that the build before kept is left, and its own pages are kept", async ({
  browser,
  own,
}) => {
  const { context, page } = await seenBefore(browser, own);
  await own.halt();
  // Where the build is mounted, with another name.
  const mounted = path.join(own.dataDir, "mounted");
  const [folder = ""] = readdirSync(mounted);
  const name = path.join(mounted, folder, ".next/BUILD_ID");
  rmSync(name);
  writeFileSync(name, "the-next-one");
  await own.resume();
  await page.goto(own.url);
  await expect(page.getByText(/What you see is as of/)).toHaveCount(0);
  const builds = () => page.evaluate(async () => (await caches.keys()).map((each) => each.split(" ").at(-1)));
  await expect.poll(async () => new Set(await builds()), { timeout: 60_000 }).toEqual(new Set(["the-next-one"]));
  await page.goto(`${own.url}/hub/notifications`);
  await page.goto(own.url);
  await expect
    .poll(() => keptPages(page), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([at, `${at}/hub/notifications`]));
  await own.halt();
  await page.goto(own.url);
  await expect(page.getByText("Mirror moved")).toBeVisible();
  await expect(page.getByText(/What you see is as of/)).toBeVisible();
  await context.close();
});

test("who comes after another in the same browser sees nothing of theirs, with a connection or without", async ({
  browser,
  own,
}) => {
  const { context, page } = await seenBefore(browser, own);
  const bea = { username: "bea", password: "ring the bell twice" };
  expect((await own.api("POST", "/api/people", bea)).status).toBe(201);
  // A session that ended by itself: nobody signed out.
  await context.clearCookies();
  await enter(page, own.url, bea);
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await expect.poll(() => keptPages(page), { timeout: 60_000 }).toContain(at);
  const kept = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.includes(" seen "));
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).matchAll()));
    return Promise.all(all.flat().map((response) => response.text()));
  });
  expect(kept.filter((text) => text.includes("Mirror moved") || text.includes("mirror.example"))).toEqual([]);
  await own.halt();
  await page.goto(own.url);
  await expect(page.getByText(/What you see is as of/)).toBeVisible();
  await expect(page.getByRole("button", { name: bea.username })).toBeVisible();
  await expect(page.getByText("Mirror moved")).toHaveCount(0);
  // Who only comes to sign in finds nothing of the one before either, though nothing answers.
  await page.goto(`${own.url}/sign-in`);
  await page.goto(own.url);
  await expect(page.getByRole("heading", { name: "No connection to Belfry" })).toBeVisible();
  await context.close();
});
