import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { openDatabase } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { append } from "#lib/inbox/append.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { portNear, startServer } from "#scripts/demo/server.ts";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, test } from "./fixtures.ts";
import { makeGate } from "./gate.ts";
import { note, publish, register, row } from "./inbox.ts";

test.beforeEach(async ({ belfry }) => {
  await register(belfry, "core");
  await belfry.api("DELETE", "/notifications");
});

/** Published until one was seen within a second of the server's word that it has it: a machine may be busy for a moment. */
async function arrivesWithinASecond(windows: readonly Page[], send: (title: string) => Promise<void>): Promise<void> {
  let n = 0;
  await expect(async () => {
    const title = `at once ${++n}`;
    await send(title);
    await Promise.all(windows.map((window) => expect(row(window, title)).toBeVisible({ timeout: 1000 })));
  }).toPass({ timeout: 15_000 });
}

test("two browsers of one person and a third of another: all see an arrival within a second, a clear is one person's own", async ({ belfry, browser, page, signIn }) => {
  await signIn(page);
  const password = await makeAccount(page, "anna");
  await page.goto("/");
  await register(belfry, "core", ["admin", "anna"]);
  const other = await windowOf(browser, belfry, signIn);
  const third = await windowOf(browser, belfry, signIn, { username: "anna", password });
  const all = [page, other, third];
  await arrivesWithinASecond(all, (title) => publish(belfry, note(title)));
  await publish(belfry, note("kept by the third"));
  for (const window of all) await expect(row(window, "kept by the third")).toBeVisible();

  await page.getByRole("button", { name: "Clear all" }).click();
  for (const window of [page, other]) await expect(window.getByText("Nothing new")).toBeVisible();
  await expect(row(third, "kept by the third")).toBeVisible();

  await page.getByRole("button", { name: "Undo" }).click();
  for (const window of [page, other]) await expect(row(window, "kept by the third")).toBeVisible();
  await Promise.all([other.context().close(), third.context().close()]);
});

test("read, unread, cleared and muted in one browser is so in the other", async ({ belfry, browser, page, signIn }) => {
  await publish(belfry, [note("first"), note("second")]);
  await signIn(page);
  const other = await windowOf(browser, belfry, signIn);
  const inbox = other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Inbox/ });
  await expect(inbox).toHaveAccessibleName("Inbox 2 unread");
  await row(page, "first").click();
  await expect(inbox).toHaveAccessibleName("Inbox 1 unread");
  await page.getByRole("button", { name: "Mark unread" }).click();
  await expect(inbox).toHaveAccessibleName("Inbox 2 unread");
  await page.getByRole("button", { name: "Clear “second”" }).click();
  await expect(row(other, "second")).toHaveCount(0);
  await page.getByRole("button", { name: "Mute core" }).click();
  await expect(inbox).toHaveAccessibleName("Inbox");
  await expect(row(other, "first")).toHaveCount(0);
  await other.getByText("muted (1)").click();
  await other.getByRole("link", { name: /core/ }).click();
  await expect(row(other, "first")).toBeVisible();
  await other.getByRole("button", { name: "Unmute core" }).click();
  await expect(row(page, "first")).toBeVisible();
  await expect(inbox).toHaveAccessibleName("Inbox 1 unread");
  await other.context().close();
});

test("what arrives while a clear is under way stays", async ({ belfry, page, signIn }) => {
  await publish(belfry, note("seen"));
  await signIn(page);
  await expect(row(page, "seen")).toBeVisible();
  await page.route("**/notifications?as_of=*", async (route) => {
    await publish(belfry, note("came meanwhile"));
    await expect(row(page, "came meanwhile")).toBeVisible();
    await route.continue();
  });
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByText("Cleared 1")).toBeVisible();
  await expect(row(page, "seen")).toHaveCount(0);
  await expect(row(page, "came meanwhile")).toBeVisible();
  await page.reload();
  await expect(row(page, "came meanwhile")).toBeVisible();
  await expect(row(page, "seen")).toHaveCount(0);
});

test("what arrives while somebody reads further down waits above, and a clear leaves it", async ({ belfry, page, signIn }) => {
  await publish(belfry, Array.from({ length: 40 }, (_, n) => note(`row ${n}`)));
  await signIn(page);
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, 900);
  // Not the heading: it leaves before what marks the list's top does.
  await expect(row(page, "row 37")).not.toBeInViewport();
  await publish(belfry, note("not seen yet"));
  const pill = page.getByRole("button", { name: "1 new" });
  await expect(pill).toBeVisible();
  await expect(row(page, "not seen yet")).toHaveCount(0);
  await page.getByRole("button", { name: "Clear core" }).click();
  await expect(row(page, "row 39")).toHaveCount(0);
  await expect(row(page, "not seen yet")).toBeVisible();
});

test("offline it says so, and what came meanwhile is there once, as soon as it is back", async ({ belfry, context, page, signIn }) => {
  await publish(belfry, note("before"));
  await signIn(page);
  await expect(row(page, "before")).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("You are offline. What you see may be old.")).toBeVisible();
  await page.getByRole("button", { name: "Clear “before”" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "“before” could not be cleared. Belfry did not answer. Check your connection." })).toBeVisible();
  await expect(row(page, "before")).toBeVisible();
  await publish(belfry, note("meanwhile"));
  await context.setOffline(false);
  await expect(row(page, "meanwhile")).toHaveCount(1);
  await expect(page.getByText("You are offline")).toHaveCount(0);
});

test("the tab that keeps the stream is closed: another takes over, and one stream is all there ever is", async ({ belfry, context, page, signIn }) => {
  await signIn(page);
  const streams = async () => Number(/^belfry_streams_open (\d+)/m.exec(await (await belfry.api("GET", "/metrics")).text())?.[1]);
  const tabs = [page];
  for (let n = 2; n <= 4; n++) {
    const tab = await context.newPage();
    await tab.goto("/");
    tabs.push(tab);
  }
  await publish(belfry, note("to all tabs"));
  for (const tab of tabs) await expect(row(tab, "to all tabs")).toHaveCount(1);
  await expect.poll(streams).toBe(1);
  // The first to come leads.
  await page.close({ runBeforeUnload: false });
  const left = tabs.slice(1);
  await publish(belfry, note("after the first left"));
  for (const tab of left) await expect(row(tab, "after the first left")).toHaveCount(1);
  await expect.poll(streams).toBe(1);
});

test.describe("a server and a database of their own", () => {
  const token = "blf_centre-live-test-token-0001";
  const admin = { username: "admin", password: "ring the bell" };

  async function start() {
    const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-centre-"));
    const embedded = await openEmbedded({ dataDir });
    const gate = await makeGate(embedded.url);
    const settings = { DATABASE_URL: gate.url, DATA_DIR: dataDir, AUTH_SECRET: "a secret that outlives a restart", ADMIN_USERNAME: admin.username, ADMIN_PASSWORD: admin.password, ADMIN_TOKEN: token };
    const port = await portNear(0);
    const begin = () => startServer({ port, settings });
    let server = await begin();
    const ask = (method: string, address: string, body?: unknown) =>
      fetch(server.url + address, { method, headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    await register({ api: ask }, "core");
    const database = openDatabase(embedded.url, { max: 2 });
    return {
      url: server.url,
      api: ask,
      gate,
      /** As another instance would, whatever this server is at. */
      publishElsewhere: (title: string) => append(database.db, [{ audience: originAudience("core"), origin: "core", type: "note", category: "info", data: { title }, shownAt: new Date() }]),
      halt: () => server.stop(),
      async resume() {
        server = await begin();
      },
      async end() {
        await database.close();
        await server.stop();
        await gate.shut();
        await embedded.stop();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  }

  test("the server restarts while a page is open: the stream comes back, and what came meanwhile is there once", async ({ browser, signIn }) => {
    test.setTimeout(120_000);
    const own = await start();
    try {
      const page = await windowOf(browser, own, signIn, admin);
      await publish(own, note("before"));
      await expect(row(page, "before")).toBeVisible();
      await own.halt();
      await own.publishElsewhere("while it was down");
      await expect(page.getByText("Reconnecting…")).toBeVisible();
      await own.resume();
      await expect(page.getByText("Reconnecting…")).toHaveCount(0, { timeout: 30_000 });
      await publish(own, note("after"));
      for (const title of ["before", "while it was down", "after"]) await expect(row(page, title)).toHaveCount(1);
      await page.context().close();
    } finally {
      await own.end();
    }
  });

  test("the database goes away: the page says so, new streams get 503, and everything comes back by itself", async ({ browser, signIn }) => {
    test.setTimeout(180_000);
    const own = await start();
    try {
      const page = await windowOf(browser, own, signIn, admin);
      const fresh = await page.context().newPage();
      await publish(own, note("before"));
      await expect(row(page, "before")).toBeVisible();
      await own.gate.shut();

      const refused = await own.api("GET", "/api/stream");
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).toBe("5");
      expect(await refused.json()).toMatchObject({ detail: "The database does not answer. Try again in a moment." });
      await page.getByRole("button", { name: "Clear “before”" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "“before” could not be cleared. The database does not answer." })).toBeVisible();
      await expect(row(page, "before")).toBeVisible();
      await expect(page.getByText("Reconnecting…")).toBeVisible({ timeout: 30_000 });
      await fresh.goto("/");
      await expect(fresh.getByRole("heading", { name: "Belfry is not available" })).toBeVisible();

      await own.publishElsewhere("while it was away");
      await own.gate.open();
      for (const window of [page, fresh]) await expect(row(window, "while it was away")).toHaveCount(1, { timeout: 60_000 });
      await expect(page.getByText("Reconnecting…")).toHaveCount(0, { timeout: 30_000 });
      await publish(own, note("after"));
      for (const window of [page, fresh]) await expect(row(window, "after")).toHaveCount(1);
      await page.context().close();
    } finally {
      await own.end();
    }
  });
});
