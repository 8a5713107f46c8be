import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { note, publish, register, row } from "./inbox.ts";

test.beforeEach(async ({ belfry, page, signIn }) => {
  await register(belfry, "core");
  await belfry.api("DELETE", "/notifications");
  await publish(
    belfry,
    ["third", "second", "first"].map((title) => note(title)),
  );
  await signIn(page);
  await expect(row(page, "first")).toBeVisible();
  // Its script runs by then: before, nobody hears keys.
  await expect(page).toHaveTitle("(3) Belfry");
});

const unread = (page: Page, text: string) => row(page, text).getByText("Unread.");

test("by keyboard alone: down and up, open, read and unread, clear, undo, help", async ({ page }) => {
  await page.keyboard.press("j");
  await expect(row(page, "first")).toBeFocused();
  await page.keyboard.press("j");
  await expect(row(page, "second")).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(row(page, "first")).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(row(page, "first")).toHaveAttribute("aria-expanded", "true");
  await expect(unread(page, "first")).toHaveCount(0);
  await page.keyboard.press("r");
  await expect(unread(page, "first")).toHaveCount(1);
  await page.keyboard.press("r");
  await expect(unread(page, "first")).toHaveCount(0);
  await expect(row(page, "first")).toBeFocused();

  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await expect(row(page, "second")).toHaveCount(0);
  await expect(row(page, "third")).toBeFocused();
  await page.keyboard.press("u");
  await expect(row(page, "second")).toBeVisible();
  await expect(row(page, "third")).toBeFocused();

  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Shortcuts and notifications" });
  await expect(help).toBeVisible();
  await page.keyboard.press("e");
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await expect(row(page, "third")).toBeFocused();
});

test("the focus stays in the list until the last row is cleared, and after", async ({ page }) => {
  await page.keyboard.press("j");
  for (const [gone, next] of [
    ["first", "second"],
    ["second", "third"],
  ] as const) {
    await expect(row(page, gone)).toBeFocused();
    await page.keyboard.press("e");
    await expect(row(page, next)).toBeFocused();
  }
  await page.keyboard.press("e");
  await expect(page.getByText("Nothing new")).toBeVisible();
  await expect(page.getByRole("region", { name: "Notifications" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "third")).toBeVisible();
  await expect(page.getByRole("region", { name: "Notifications" })).toBeFocused();
  await page.keyboard.press("j");
  await expect(row(page, "third")).toBeFocused();
});

test("a row cleared elsewhere gives its focus to the next; one that arrives takes none", async ({ belfry, page }) => {
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await publish(belfry, note("fourth"));
  await expect(row(page, "fourth")).toBeVisible();
  await expect(row(page, "second")).toBeFocused();
  const listed = (await (await belfry.api("GET", "/notifications/core")).json()) as {
    data: { id: number; data: { title: string } }[];
  };
  const id = listed.data.find(({ data }) => data.title === "second")?.id;
  await belfry.api("DELETE", `/notifications/core/${id}`);
  await expect(row(page, "second")).toHaveCount(0);
  await expect(row(page, "third")).toBeFocused();
});

test("everything else is reached with Tab, and dialogs give the focus back", async ({ page }) => {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("navigation", { name: "Origins" }).getByRole("link", { name: /All/ })).toBeFocused();
  const options = page.getByRole("button", { name: "Shortcuts and notifications" });
  for (const name of ["Mark all read", "Clear all"]) {
    const button = page.getByRole("button", { name });
    await button.focus();
    await expect(button).toBeFocused();
  }
  await page.keyboard.press("Tab");
  await expect(options).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(options).toBeFocused();
  const clearing = page.getByRole("button", { name: "Clear “first”" });
  await row(page, "first").focus();
  await page.keyboard.press("Tab");
  await expect(clearing).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(row(page, "first")).toHaveCount(0);
  await expect(row(page, "second")).toBeFocused();
});

test("on a phone the origins are a drawer, which gives the focus back", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const opener = page.getByRole("button", { name: "Origin: All" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Origins" });
  await expect(drawer).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);
  await expect(opener).toBeFocused();
  await page.keyboard.press("Enter");
  await drawer.getByRole("link", { name: /core/ }).click();
  await expect(page).toHaveURL(/\?origin=core$/);
  await expect(page.getByRole("button", { name: "Origin: core" })).toBeFocused();
});

test("keys that somebody types are letters, and who turns single keys off keeps them", async ({ page }) => {
  await page.getByRole("searchbox", { name: "Search" }).pressSequentially("jeru?k");
  await expect(page.getByText("Nothing has “jeru?k” in it")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await row(page, "first").focus();
  await page.keyboard.press("Control+e");
  await expect(row(page, "first")).toBeVisible();
  await page.keyboard.press("?");
  await page.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  await row(page, "first").focus();
  await page.keyboard.press("e");
  await page.keyboard.press("j");
  await expect(row(page, "first")).toBeFocused();
});

for (const [device, size] of [
  ["desk", { width: 1280, height: 600 }],
  ["phone", { width: 390, height: 640 }],
] as const)
  test(`the row in focus is never under a bar, on a ${device}`, async ({ belfry, page }) => {
    await page.setViewportSize(size);
    await publish(
      belfry,
      Array.from({ length: 25 }, (_, n) => note(`more ${n}`)),
    );
    await page.goto("/?origin=core");
    await expect(row(page, "more 24")).toBeVisible();
    // As it is when it is drawn, and what slides has come to rest.
    const isFree = () =>
      page.evaluate(async () => {
        const sliding = document
          .getAnimations()
          .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) < Infinity);
        await Promise.all(sliding.map((animation) => animation.finished.catch(() => undefined)));
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        const { left, top, bottom } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
        const uncovered = (y: number) =>
          document.activeElement?.contains(document.elementFromPoint(left + 20, y)) === true;
        return uncovered(top + 2) && uncovered(bottom - 2);
      });
    for (const key of ["j", "k"])
      for (let n = 0; n < 24; n++) {
        await page.keyboard.press(key);
        expect(await isFree(), `${key}, ${n}`).toBe(true);
      }
  });

test("Escape closes the row that is open, wherever in it the focus is", async ({ page }) => {
  await row(page, "second").click();
  await expect(row(page, "second")).toHaveAttribute("aria-expanded", "true");
  await page.getByRole("button", { name: "Mark unread" }).focus();
  await page.keyboard.press("Escape");
  await expect(row(page, "second")).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, "second")).toBeFocused();
});
