import { expect, test } from "./fixtures.ts";
import { accessible } from "./accessible.ts";
import { windowOf } from "./accounts.ts";
import { note, publish, register, row } from "./inbox.ts";

test.beforeEach(async ({ belfry }) => {
  await register(belfry, "core");
  await belfry.api("DELETE", "/notifications");
});

test("a clear that the server refuses is taken back on screen, with the reason", async ({ belfry, page, signIn }) => {
  await publish(belfry, [note("one"), note("two")]);
  await signIn(page);
  const refused = Promise.withResolvers<undefined>();
  await page.route("**/notifications?as_of=*", async (route) => {
    await refused.promise;
    await route.fulfill({ status: 500, json: { detail: "Something went wrong on our side." } });
  });
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(row(page, "one")).toHaveCount(0);
  await expect(page).toHaveTitle("Belfry");
  refused.resolve(undefined);
  await expect(
    page.getByRole("alert").filter({ hasText: "The inbox could not be cleared. Something went wrong on our side." }),
  ).toBeVisible();
  for (const title of ["one", "two"]) await expect(row(page, title)).toBeVisible();
  await expect(page).toHaveTitle("(2) Belfry");
  await page.unroute("**/notifications?as_of=*");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByText("Nothing new")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "could not" })).toHaveCount(0);
});

test("on a slow line a clear shows at once, and an undo that is pressed before it was answered undoes it", async ({
  belfry,
  page,
  signIn,
}) => {
  await publish(belfry, note("slow"));
  await signIn(page);
  const { promise: passed, resolve: pass } = Promise.withResolvers<undefined>();
  await page.route("**/notifications/**", async (route) => {
    await passed;
    await route.continue();
  });
  await page.getByRole("button", { name: "Clear “slow”" }).click();
  await expect(row(page, "slow")).toHaveCount(0);
  await page.keyboard.press("u");
  pass(undefined);
  await expect(row(page, "slow")).toBeVisible();
  await page.reload();
  await expect(row(page, "slow")).toBeVisible();
});

test("two tabs clear the same at one time: it is gone once, and either can bring it back", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  await publish(belfry, [note("one"), note("two")]);
  await signIn(page);
  const other = await windowOf(browser, belfry, signIn);
  await expect(row(other, "one")).toBeVisible();
  const tabs = [page, other];
  // Whichever comes second takes nothing away, and gives that back; here that is on its way for a while.
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<undefined>();
  let undos = 0;
  for (const tab of tabs)
    await tab.route("**/api/undo", async (route) => {
      if (++undos === 1) await arrived;
      await route.continue();
    });
  // Neither is cleared before both were asked to: else one hears of the other's, and has nothing to press.
  const { promise: asked, resolve: bothAsked } = Promise.withResolvers<undefined>();
  let clears = 0;
  for (const tab of tabs)
    await tab.route("**/notifications?*", async (route) => {
      if (route.request().method() === "DELETE") {
        if (++clears === 2) bothAsked(undefined);
        await asked;
      }
      await route.continue();
    });
  const givesBack = Promise.race(tabs.map((tab) => tab.waitForRequest("**/api/undo").then(() => tab)));
  await Promise.all(tabs.map((tab) => tab.getByRole("button", { name: "Clear all" }).click()));
  for (const tab of tabs) await expect(tab.getByText("Nothing new")).toBeVisible();
  for (const tab of tabs) await expect(tab.getByRole("alert").filter({ hasText: "could not" })).toHaveCount(0);
  const second = await givesBack;
  const first = second === page ? other : page;
  const refused = first.waitForResponse((answer) => answer.url().endsWith("/api/undo") && answer.status() === 409);
  await first.getByRole("button", { name: "Undo" }).press("Enter");
  await refused;
  arrive(undefined);
  await expect(second.getByText("There was nothing left to clear.")).toHaveCount(1);
  for (const tab of tabs) await expect(row(tab, "two")).toBeVisible();
  await other.context().close();
});

test("names and texts of any length and script stay in their place and are only text", async ({
  belfry,
  page,
  signIn,
}) => {
  const long = `o${"-very_long".repeat(25)}`;
  for (const origin of [long, "dev"]) await register(belfry, origin);
  await publish(belfry, [
    note("A".repeat(2000), { origin: long }),
    note("<img src=x onerror=alert(1)> <b>bold</b>", { data: { message: "<script>alert(1)</script>" } }),
    note("הודעה חשובה מאוד 123", { data: { message: "مرحبا بالعالم" } }),
    note("👩‍👩‍👧‍👦🏳️‍🌈 done \u202e reversed", { data: { message: "👍".repeat(300) } }),
    note("leads nowhere", { origin: "dev", data: { url: "javascript:alert(1)" } }),
    note("leads somewhere", { origin: "dev", data: { url: "https://example.org/a?b=c" } }),
    {
      type: "package-promoted",
      origin: "core",
      data: {
        package: "p".repeat(120),
        version: "1".repeat(60),
        release: "20170101000000",
        channel: "c".repeat(80),
        source: `user:${"u".repeat(120)}`,
        message: "m".repeat(900),
      },
    },
  ]);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 320, height: 640 },
  ]) {
    await page.setViewportSize(viewport);
    if (page.url() === "about:blank") await signIn(page);
    await expect(row(page, "<b>bold</b>")).toBeVisible();
    await accessible(page);
    await row(page, "AAAA").click();
    await accessible(page);
    await row(page, "AAAA").click();
  }
  await row(page, "leads nowhere").click();
  await expect(page.getByText("When")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Open/ })).toHaveCount(0);
  await row(page, "leads somewhere").click();
  await expect(page.getByRole("link", { name: "Open example.org" })).toHaveAttribute(
    "href",
    "https://example.org/a?b=c",
  );
  await expect(page.getByRole("link", { name: "Open example.org" })).toHaveAttribute("rel", /noopener/);
  expect(dialogs).toEqual([]);
});

test("on a phone a row's second line has two parts, each with its share; the rest stands in the open row", async ({
  belfry,
  page,
  signIn,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const job = { package: "zlib", group_id: "g".repeat(60), job_id: "1", source: `user:${"n".repeat(60)}` };
  const message = "Bump zlib to 1.3 and whatever depends on it, as was said in the meeting";
  for (const [type, more] of [
    ["job-scheduled", {}],
    ["job-started", { status: "Dispatched" }],
    ["job-finished", { status: "Failed", version: "1.3", release: "20261115175800" }],
  ] as const)
    await publish(belfry, { type, origin: "core", data: { ...job, message, ...more } });
  await signIn(page);
  const pieces = row(page, "zlib").first().locator(".truncate").filter({ visible: true });
  await expect(pieces).toHaveCount(2);
  const widths = await pieces.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
  for (const width of widths) expect(width).toBeGreaterThan(70);
  await row(page, "zlib").first().click();
  await expect(page.getByText("History")).toBeVisible();
});

test("5,000 notifications and 300 origins: all of it counted, an origin read to its end, cleared at once and brought back", async ({
  belfry,
  page,
  signIn,
}) => {
  const origins = Array.from({ length: 300 }, (_, n) => `many-${n}`);
  for (let from = 0; from < origins.length; from += 50)
    await Promise.all(origins.slice(from, from + 50).map((origin) => register(belfry, origin)));
  await publish(
    belfry,
    origins.map((origin) => note(`in ${origin}`, { origin })),
  );
  for (let batch = 0; batch < 10; batch++)
    await publish(
      belfry,
      Array.from({ length: 470 }, (_, n) => note(`number ${batch * 470 + n}`)),
    );
  await signIn(page);
  await expect(page).toHaveTitle("(5,000) Belfry");
  const list = page.getByRole("navigation", { name: "Origins" });
  await expect(list.getByRole("link")).toHaveCount(304);
  await page.getByRole("button", { name: "4,695 more in core" }).click();
  // Until the origin's own list is there, the one of all is still shown, or a part of it.
  const clear = page.getByRole("button", { name: "Clear 4,700 in core" });
  await expect(clear).toBeVisible();
  await expect(row(page, "number 4650")).toBeVisible();
  await page.mouse.move(700, 500);
  for (let rows = 50; rows <= 500; rows += 50) {
    await page.mouse.wheel(0, 20_000);
    await expect.poll(() => page.locator("button[aria-expanded][data-row]").count()).toBeGreaterThan(rows);
  }
  await clear.click();
  await expect(page.getByText("Nothing new in core")).toBeVisible();
  await expect(page).toHaveTitle("(300) Belfry");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(page).toHaveTitle("(5,000) Belfry");
  await page.goto("/");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByText("Nothing new")).toBeVisible();
  await expect(page).toHaveTitle("Belfry");
});
