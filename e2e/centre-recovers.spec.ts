import { openDatabase } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { append } from "#lib/inbox/append.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { accessible } from "./accessible.ts";
import { windowOf } from "./accounts.ts";
import { expect } from "./fixtures.ts";
import { makeGate } from "./gate.ts";
import { note, publish, register, row } from "./inbox.ts";
import { admin, newFolder, startOwn, testWith } from "./own-server.ts";

/** A server with a database behind a gate, where a test may put something while the server is away. */
async function start() {
  const dataDir = newFolder();
  const embedded = await openEmbedded({ dataDir });
  const gate = await makeGate(embedded.url);
  const settings = { DATABASE_URL: gate.url, AUTH_SECRET: "a secret that outlives a restart" };
  const own = await startOwn(settings, dataDir);
  await register(own, "core");
  const database = openDatabase(embedded.url, { max: 2 });
  return {
    ...own,
    gate,
    /** As another instance would, whatever this server is at. */
    publishElsewhere: (title: string) =>
      append(database.db, [
        {
          audience: originAudience("core"),
          origin: "core",
          type: "note",
          category: "info",
          data: { title },
          shownAt: new Date(),
        },
      ]),
    async end() {
      await database.close();
      await own.halt();
      await gate.shut();
      await embedded.stop();
      await own.end();
    },
  };
}

const test = testWith(start);

test("the server restarts while a page is open: the stream comes back, and what came meanwhile is there once", async ({
  browser,
  own,
  signIn,
}) => {
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
});

test("the database goes away: the page says so, new streams get 503, and everything comes back by itself", async ({
  browser,
  own,
  signIn,
}) => {
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
  await expect(
    page.getByRole("alert").filter({ hasText: "“before” could not be cleared. The database does not answer." }),
  ).toBeVisible();
  await expect(row(page, "before")).toBeVisible();
  await expect(page.getByText("Reconnecting…")).toBeVisible({ timeout: 30_000 });
  await fresh.goto("/");
  await expect(fresh.getByRole("heading", { name: "Belfry is not available" })).toBeVisible();

  await own.publishElsewhere("while it was away");
  await own.gate.open();
  for (const window of [page, fresh])
    await expect(row(window, "while it was away")).toHaveCount(1, { timeout: 60_000 });
  await expect(page.getByText("Reconnecting…")).toHaveCount(0, { timeout: 30_000 });
  await publish(own, note("after"));
  for (const window of [page, fresh]) await expect(row(window, "after")).toHaveCount(1);
  await page.context().close();
});

test("a page that can't be drawn says so in its place, and is there at a later try", async ({
  browser,
  own,
  signIn,
}) => {
  const page = await windowOf(browser, own, signIn, admin);
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await own.gate.shut();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Inbox/ }).click();
  await expect(page.getByRole("heading", { name: "This page could not be shown" })).toBeVisible({ timeout: 30_000 });
  await accessible(page);
  await own.gate.open();
  await expect(async () => {
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible({ timeout: 5000 });
  }).toPass({ timeout: 30_000 });
  await page.context().close();
});
