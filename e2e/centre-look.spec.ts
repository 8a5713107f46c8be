import type { Locator } from "@playwright/test";
import { samples } from "#scripts/demo/samples.ts";
import { accessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { note, publish, register, row } from "./inbox.ts";

const sizes = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
};

test.beforeEach(async ({ belfry }) => {
  for (const origin of ["core", "cnunciato"]) await register(belfry, origin);
  await belfry.api("DELETE", "/notifications");
  await publish(belfry, samples());
});

for (const [size, viewport] of Object.entries(sizes)) {
  // Colours are the same on a narrow phone; what fits is not.
  for (const colorScheme of size === "narrow" ? (["light"] as const) : (["light", "dark"] as const)) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("every state is accessible and fits", async ({ context, page, signIn }) => {
        await signIn(page);
        await expect(row(page, "node 24.21.0 promoted to stable")).toBeVisible();
        await accessible(page);
        await row(page, "zlib build failed").click();
        await expect(page.getByText("History")).toBeVisible();
        await accessible(page);

        await page.keyboard.press("?");
        await expect(page.getByRole("dialog")).toBeVisible();
        await accessible(page);
        await page.keyboard.press("Escape");
        if (viewport.width < 768) {
          await page.getByRole("button", { name: "Origin: All" }).click();
          await expect(page.getByRole("dialog", { name: "Origins" })).toBeVisible();
          await accessible(page);
          await page.keyboard.press("Escape");
        }
        const filter = page.getByRole("button", { name: "Filter" });
        if (await filter.isVisible()) await filter.click();
        await page.getByRole("searchbox", { name: "Search" }).fill("nothing of the kind");
        await expect(page.getByText("Nothing has")).toBeVisible();
        await accessible(page);
        await page.getByRole("button", { name: "Show everything" }).click();
        await expect(row(page, "zlib build failed")).toBeVisible();
        await page.keyboard.press("j");
        await page.keyboard.press("x");
        await expect(page.getByRole("toolbar", { name: "Chosen" })).toContainText("1 chosen");
        await accessible(page);
        await page.keyboard.press("Escape");

        await context.setOffline(true);
        await page.getByRole("button", { name: /^Clear \d+ in core$/ }).click();
        await expect(page.getByText("core could not be cleared")).toBeVisible();
        await expect(page.getByText("You are offline")).toBeVisible();
        await accessible(page);
        await page.getByRole("button", { name: "Close" }).click();
        await context.setOffline(false);
        await expect(page.getByText("You are offline")).toHaveCount(0);

        await page.getByRole("button", { name: "Clear all" }).click();
        await expect(page.getByText("Nothing new")).toBeVisible();
        await accessible(page);
      });

      test("what is on its way and what could not be fetched is accessible too", async ({ page, signIn }) => {
        await signIn(page);
        const answered = Promise.withResolvers<undefined>();
        await page.route("**/notifications?limit=*", async (route) => {
          await answered.promise;
          await route.fulfill({ status: 400, json: { detail: "This test says no." } });
        });
        const filter = page.getByRole("button", { name: "Filter" });
        if (await filter.isVisible()) await filter.click();
        // What is at hand is shown until the answer is there.
        await page.getByRole("combobox", { name: "Category" }).selectOption("Success");
        await row(page, "node 24.21.0 built").waitFor();
        await accessible(page);
        await page.getByRole("button", { name: "Mark all successes read" }).click();
        await page.getByRole("button", { name: "Unread", exact: true }).click();
        await expect(page.getByRole("region", { name: "Notifications" })).toHaveAttribute("aria-busy", "true");
        await accessible(page);
        answered.resolve(undefined);
        await expect(
          page.getByRole("alert").filter({ hasText: "The notifications could not be fetched. This test says no." }),
        ).toBeVisible();
        await accessible(page);
      });
    });
  }
}

for (const [size, viewport] of Object.entries({ desk: sizes.desk, phone: sizes.phone })) {
  test.describe(`${size}, forced colours`, () => {
    test.use({ viewport, contextOptions: { forcedColors: "active" } });

    test("what a background says elsewhere can be seen, and is accessible", async ({ page, signIn }) => {
      await signIn(page);
      const unread = row(page, "node 24.21.0 promoted to stable");
      await expect(unread).toBeVisible();
      const fill = (of: Locator) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
      const canvas = await fill(page.locator("body"));
      expect(await fill(unread.locator("span.rounded-full"))).not.toBe(canvas);
      const filter = page.getByRole("button", { name: "Filter" });
      if (await filter.isVisible()) await filter.click();
      const chosen = page.getByRole("button", { name: "Unread", exact: true });
      await chosen.click();
      await expect.poll(() => fill(chosen)).not.toBe(canvas);
      if (size === "desk") {
        const here = page.getByRole("navigation", { name: "Origins" }).locator("[aria-current]");
        expect(await fill(here)).not.toBe(canvas);
      }
      await chosen.click();
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      expect(await fill(page.locator("[data-key] > .forced-chosen"))).not.toBe(canvas);
      await accessible(page);
    });
  });
}

test("words that run from right to left stand as they do in their own script, and turn none of ours", async ({
  belfry,
  page,
  signIn,
}) => {
  await page.setViewportSize(sizes.phone);
  const long = "نسخة جديدة من المكتبة متاحة الآن لجميع المستخدمين في المختبر ".repeat(6).trim();
  await publish(belfry, { type: "note", origin: "core", data: { title: long, message: `\u202e${long}` } });
  await publish(belfry, { type: "note", origin: "core", data: { title: "\u202eturned" } });
  await signIn(page);
  const arabic = row(page, "نسخة جديدة");
  const direction = (of: Locator) => of.evaluate((element) => getComputedStyle(element).direction);
  expect(await direction(arabic.locator(".line-clamp-3"))).toBe("rtl");
  expect(await direction(arabic.locator(".truncate").last())).toBe("rtl");
  await page.getByRole("button", { name: "Clear “\u202eturned”" }).click();
  const said = page.getByRole("status").filter({ hasText: "Cleared" });
  await expect(said.locator("bdi")).toHaveText("\u202eturned");
  await accessible(page);
});

test("who wants no motion gets none", async ({ belfry, page, signIn }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page);
  const longest = page.evaluate(async () => {
    let longestMs = 0;
    for (const until = performance.now() + 1500; performance.now() < until; await new Promise(requestAnimationFrame)) {
      for (const { effect } of document.getAnimations())
        longestMs = Math.max(longestMs, Number(effect?.getComputedTiming().duration ?? 0));
    }
    return longestMs;
  });
  await publish(belfry, note("comes without a slide"));
  await row(page, "comes without a slide").click();
  await page.getByRole("button", { name: /^Clear \d+ in core$/ }).click();
  expect(await longest).toBeLessThan(1);
});
