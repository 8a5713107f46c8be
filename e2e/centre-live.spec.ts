import type { Page } from "@playwright/test";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, test, type Belfry } from "./fixtures.ts";
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

test("two browsers of one person and a third of another: all see an arrival within a second, a clear is one person's own", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
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

test("what is done in another browser between a page's drawing and its stream is so here too", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  await publish(belfry, [note("first"), note("second")]);
  await signIn(page);
  const other = await windowOf(browser, belfry, signIn);
  await expect(row(other, "first")).toBeVisible();
  // A page that is left asks for no stream: the next is that of the page drawn then.
  await other.goto("about:blank");
  const { promise: cleared, resolve } = Promise.withResolvers<undefined>();
  // The first alone: where the clear takes long, the page asks once more.
  await other.route(
    "**/api/stream",
    async (route) => {
      await page.getByRole("button", { name: "Clear “second”" }).click();
      await expect(page.getByText("Cleared “second”")).toBeVisible();
      await route.continue();
      resolve(undefined);
    },
    { times: 1 },
  );
  await other.goto("/");
  await cleared;
  await expect(row(other, "second")).toHaveCount(0);
  await expect(row(other, "first")).toBeVisible();
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

/** An origin's list of rows, `row 0` and on: longer than a window. */
async function openLongList(
  belfry: Belfry,
  page: Page,
  signIn: (page: Page) => Promise<void>,
  length = 40,
): Promise<void> {
  await publish(
    belfry,
    Array.from({ length }, (_, n) => note(`row ${n}`)),
  );
  await signIn(page);
  await page.goto("/?origin=core");
  // Its script runs by then: before, nobody watches what is in sight.
  await expect(page).toHaveTitle(`(${length}) Belfry`);
}

test("what arrives while somebody reads further down waits above, and a clear leaves it", async ({
  belfry,
  page,
  signIn,
}) => {
  await openLongList(belfry, page, signIn);
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, 900);
  // Not the heading: it leaves before what marks the list's top does.
  await expect(row(page, "row 37")).not.toBeInViewport();
  await publish(belfry, note("not seen yet"));
  const pill = page.getByRole("button", { name: "1 new" });
  await expect(pill).toBeVisible();
  await expect(row(page, "not seen yet")).toHaveCount(0);
  await page.getByRole("button", { name: "Clear 40 in core" }).click();
  await expect(row(page, "row 39")).toHaveCount(0);
  await expect(row(page, "not seen yet")).toBeVisible();
});

test("a browser that tells late of two moments at one time is believed the last: the list goes on, what is new waits", async ({
  belfry,
  page,
  signIn,
}) => {
  // As one does that draws frame after frame and has no time for scripts between them.
  await page.addInitScript(() => {
    let busy = true;
    window.IntersectionObserver = class extends IntersectionObserver {
      constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
        const told: IntersectionObserverEntry[] = [];
        const tell = () => told.length > 0 && callback(told.splice(0), this);
        super((entries) => {
          told.push(...entries);
          if (!busy) tell();
        }, options);
        addEventListener("idle-again", () => {
          busy = false;
          tell();
        });
      }
    };
  });
  await openLongList(belfry, page, signIn, 70);
  await page.mouse.move(600, 500);
  await page.mouse.wheel(0, 20_000);
  await expect(page.getByText("Fetching older ones…")).toBeInViewport();
  await page.evaluate(() => dispatchEvent(new Event("idle-again")));
  await expect(row(page, "row 0")).toHaveCount(1);
  await publish(belfry, note("not seen yet"));
  await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
});

test("the pill of what is new goes there and leaves the focus where it is; what arrived is said", async ({
  belfry,
  page,
  signIn,
}) => {
  await openLongList(belfry, page, signIn);
  await row(page, "row 5").focus();
  await row(page, "row 5").scrollIntoViewIfNeeded();
  await expect(row(page, "row 37")).not.toBeInViewport();
  await publish(belfry, [note("new one"), note("new two")]);
  await page.getByRole("button", { name: "2 new" }).click();
  await expect(row(page, "new two")).toBeVisible();
  await expect(row(page, "row 5").first()).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "2 new notifications." })).toHaveCount(1);
});

test("offline it says so, and what came meanwhile is there once, as soon as it is back", async ({
  belfry,
  context,
  page,
  signIn,
}) => {
  await publish(belfry, [note("first"), note("before")]);
  await signIn(page);
  await page.getByRole("button", { name: "Clear “first”" }).click();
  await expect(page.getByText("Cleared “first”")).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText("You are offline. What you see is as of")).toBeVisible();
  await page.getByRole("button", { name: "Clear “before”" }).click();
  await expect(
    page
      .getByRole("alert")
      .filter({ hasText: "“before” could not be cleared. Belfry did not answer. Check your connection." }),
  ).toBeVisible();
  await expect(row(page, "before")).toBeVisible();
  await publish(belfry, note("meanwhile"));
  await context.setOffline(false);
  await expect(row(page, "meanwhile")).toHaveCount(1);
  await expect(page.getByText("You are offline")).toHaveCount(0);
});

test("offline before the page listens, it says so as well", async ({ belfry, context, page, signIn }) => {
  await publish(belfry, note("before"));
  await signIn(page);
  const gone = Promise.withResolvers<void>();
  // Scripts that are here, and run only when the connection is gone.
  await page.route("**/_next/static/**/*.js", async (route) => {
    const response = await route.fetch();
    await gone.promise;
    await route.fulfill({ response });
  });
  await page.reload({ waitUntil: "commit" });
  await expect(row(page, "before")).toBeVisible();
  await context.setOffline(true);
  gone.resolve();
  await expect(page.getByText("You are offline. What you see is as of")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("You are offline")).toHaveCount(0);
  // A script that is asked for just now would end with the test, and count against the one after it.
  await page.unrouteAll({ behavior: "wait" });
});

test("the tab that keeps the stream is closed: another takes over, and one stream is all there ever is", async ({
  belfry,
  context,
  page,
  signIn,
}) => {
  await signIn(page);
  const streams = async () =>
    Number(/^belfry_streams_open (\d+)/m.exec(await (await belfry.api("GET", "/metrics")).text())?.[1]);
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

test("who signs out and in again in one tab has the other back too, and both hear what comes", async ({
  belfry,
  context,
  page,
  signIn,
}) => {
  await signIn(page);
  const other = await context.newPage();
  await other.goto("/hub/notifications");
  await publish(belfry, note("before"));
  await expect(row(page, "before")).toBeVisible();
  await page.getByRole("button", { name: "admin" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expect(other.getByText("You are signed out.")).toBeVisible();
  // As they would, with no page loaded anew.
  await page.getByLabel("Username").fill(belfry.admin.username);
  await page.getByLabel("Password").fill(belfry.admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  for (const tab of [page, other]) await expect(tab.getByText("You are signed out.")).toHaveCount(0);
  await publish(belfry, note("after"));
  await expect(row(page, "after")).toBeVisible();
  await expect(other).toHaveTitle("(2) Broadcast · Belfry");
});

test("the tab that keeps the stream freezes without a word: another misses it and takes over", async ({
  belfry,
  context,
  page,
  signIn,
}) => {
  await signIn(page);
  const other = await context.newPage();
  await other.goto("/");
  await publish(belfry, note("while it leads"));
  for (const tab of [page, other]) await expect(row(tab, "while it leads")).toBeVisible();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  await publish(belfry, note("while nobody leads"));
  await expect(row(other, "while nobody leads")).toHaveCount(1, { timeout: 20_000 });
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await publish(belfry, note("when both are back"));
  for (const tab of [page, other])
    for (const title of ["while nobody leads", "when both are back"]) await expect(row(tab, title)).toHaveCount(1);
});
