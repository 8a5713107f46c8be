import type { Page } from "@playwright/test";
import { accessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { note, publish, register, row } from "./inbox.ts";

test.beforeEach(async ({ belfry }) => {
  for (const origin of ["core", "dev", "noisy"]) {
    await register(belfry, origin);
    await belfry.api("DELETE", `/api/inbox/muted/${origin}`);
    const kept = await belfry.api("GET", "/notifications?kept=true");
    for (const { notifications } of (await kept.json()) as { notifications: { id: number; origin: string }[] }[])
      for (const { id, origin } of notifications)
        await belfry.api("PATCH", `/notifications/${origin}/${id}`, { kept: false });
  }
  await belfry.api("DELETE", "/notifications");
});

const upload = (n: number, origin = "core") => ({
  type: "package-uploaded",
  origin,
  data: { package: `p${n}`, version: "1.0", release: "2017", channel: "unstable", source: "user:ann" },
});
const said = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

test("a clear and a mark take what is shown, say so, and spare the muted; search and filters stand in the address", async ({
  belfry,
  page,
  signIn,
}) => {
  const error = (title: string, origin = "core") => note(title, { origin, category: "error" });
  await publish(belfry, [
    ...Array.from({ length: 120 }, (_, n) => note(`łąka ${n}`)),
    error("first fault"),
    error("second fault", "dev"),
    error("third fault", "noisy"),
    note("quiet"),
  ]);
  await belfry.api("PUT", "/api/inbox/muted/noisy");
  await signIn(page);
  await page.getByRole("combobox", { name: "Category" }).selectOption("Error");
  await expect(page).toHaveURL(/\?category=error$/);
  await button(page, "Mark 2 errors read").click();
  await expect(said(page, "Marked 2 errors read")).toBeVisible();
  await said(page, "Marked 2").getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "first fault").getByText("Unread.")).toHaveCount(1);
  await button(page, "Clear 2 errors").click();
  await expect(said(page, "Cleared 2 errors")).toBeVisible();
  await expect(page.getByText("Nothing fits")).toBeVisible();
  // It is said at once, before the server has done it.
  const left = async () => (await (await belfry.api("GET", "/notifications?category=error")).json()) as unknown;
  await expect.poll(left).toMatchObject([{ origin: "noisy" }]);

  // Further back than anything that is loaded, without accents; the server finds it.
  await button(page, "Show everything").click();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("laka 1");
  await expect(page).toHaveURL(/\?q=laka\+1$/);
  await expect(row(page, "łąka 119")).toBeVisible();
  // By itself: what stands after it, "1 min ago", is another number a minute later.
  await expect(row(page, "łąka 1").filter({ has: page.getByText("łąka 1", { exact: true }) })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("laka 1");
  await expect(row(page, "łąka 2")).toHaveCount(0);
  await button(page, "Clear 31 found").click();
  await expect(said(page, "Cleared 31 found")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("");
  await button(page, "Clear 90 in core").click();
  await expect(said(page, "Cleared 90 in core")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search" }).fill("!!");
  await expect(page.getByText("Nothing has “!!” in it")).toBeVisible();
});

test("a search is one step back, also where somebody types on before it is drawn", async ({ belfry, page, signIn }) => {
  await publish(belfry, [note("łąka 1"), note("łąka 2")]);
  await signIn(page);
  await expect(page).toHaveTitle("(2) Belfry");
  await page.getByRole("searchbox", { name: "Search" }).evaluate((field: HTMLInputElement) => {
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const type = (text: string) => {
      own?.set?.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    // The first word is in the address, and not drawn yet.
    const push = history.pushState.bind(history);
    history.pushState = (...step) => {
      history.pushState = push;
      push(...step);
      type("laka 1");
    };
    type("laka");
  });
  await expect(page).toHaveURL(/\?q=laka\+1$/);
  await expect(row(page, "łąka 2")).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("");
  await expect(row(page, "łąka 2")).toBeVisible();
});

test("what was cleared can be brought back and kept, and no clear takes it", async ({ belfry, page, signIn }) => {
  await publish(belfry, [note("one"), note("two"), note("three", { origin: "dev" })]);
  await signIn(page);
  await button(page, "Clear all").click();
  await expect(said(page, "Cleared 3")).toBeVisible();
  const origins = page.getByRole("navigation", { name: "Origins" });
  await origins.getByRole("link", { name: "Cleared" }).click();
  await expect(page).toHaveURL(/\?show=cleared$/);
  for (const title of ["one", "two", "three"]) await expect(row(page, title).first()).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Bring back “three”" }).click();
  await expect(said(page, "Kept. No clear takes it.")).toHaveCount(1);
  await origins.getByRole("link", { name: "Kept (1)" }).click();
  await expect(page.getByRole("heading", { name: "Kept", level: 1 })).toBeVisible();
  await expect(row(page, "three")).toBeVisible();
  await accessible(page);
  await origins.getByRole("link", { name: /^All/ }).click();
  await publish(belfry, note("four", { origin: "dev" }));
  await expect(row(page, "four")).toBeVisible();
  await button(page, "Clear 1 in dev").click();
  await expect(said(page, "Cleared 1 in dev")).toBeVisible();
  await expect(row(page, "three")).toBeVisible();
  await expect(row(page, "four")).toHaveCount(0);
  await page.getByRole("button", { name: "Keep no longer “three”" }).click();
  await expect(origins.getByRole("link", { name: "Kept", exact: true })).toBeVisible();
});

test("many are chosen by keys, with Shift, and by a long press, and cleared, read and kept together", async ({
  belfry,
  page,
  signIn,
}) => {
  await publish(
    belfry,
    ["fifth", "fourth", "third", "second", "first"].map((title) => note(title)),
  );
  await signIn(page);
  // Its script runs by then: before, nobody hears keys.
  await expect(page).toHaveTitle("(5) Belfry");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  const bar = page.getByRole("toolbar", { name: "Chosen" });
  await expect(bar).toContainText("3 chosen");
  await expect(row(page, "third")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await row(page, "first").focus();
  await page.keyboard.press("x");
  await row(page, "second").click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("2 chosen");
  await accessible(page);
  await bar.getByRole("button", { name: "Keep" }).click();
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Kept (2)" })).toBeVisible();
  await row(page, "fourth").focus();
  await page.keyboard.press("x");
  await row(page, "second").click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("3 chosen");
  await page.keyboard.press("r");
  await expect(said(page, "Marked 3 read")).toBeVisible();
  await row(page, "third").focus();
  await page.keyboard.press("x");
  await row(page, "first").click({ modifiers: ["Shift"] });
  await bar.getByRole("button", { name: "Clear" }).click();
  // The two that are kept stay.
  await expect(said(page, "Cleared 1")).toBeVisible();
  await expect(row(page, "third")).toHaveCount(0);
  await expect(row(page, "second")).toBeVisible();
  await said(page, "Cleared 1").getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "third")).toBeVisible();

  const touch = { pointerType: "touch", isPrimary: true, button: 0, clientX: 5, clientY: 5 };
  await row(page, "fourth").dispatchEvent("pointerdown", touch);
  await expect(bar).toContainText("1 chosen");
  await row(page, "fourth").dispatchEvent("pointerup", touch);
  for (const [event, init] of [
    ["pointerdown", touch],
    ["pointerup", touch],
    ["click", { detail: 1 }],
  ] as const)
    await row(page, "fifth").dispatchEvent(event, init);
  await expect(bar).toContainText("2 chosen");
  await expect(row(page, "fifth")).toHaveAttribute("aria-expanded", "false");
});

test("under All each origin has its share, a burst is one line that opens, failures stand first, and the count is that of lines", async ({
  belfry,
  page,
  signIn,
}) => {
  await publish(belfry, [
    note("quiet one", { origin: "dev" }),
    note("broke long ago", { category: "error" }),
    ...Array.from({ length: 60 }, (_, n) => note(`chatter ${n}`)),
    ...Array.from({ length: 23 }, (_, n) => upload(n, "noisy")),
  ]);
  await signIn(page);
  await expect(row(page, "quiet one")).toBeVisible();
  await expect(page).toHaveTitle("(63) Belfry");
  const core = page.getByRole("region", { name: "core", exact: true });
  await expect(core.locator("[data-row]").first()).toContainText("broke long ago");
  await expect(core.locator("[data-row]")).toHaveCount(5);
  await expect(button(page, "56 more in core")).toBeVisible();
  const burst = row(page, "23 uploads to unstable");
  await expect(burst).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, "p7 1.0")).toHaveCount(0);
  await burst.click();
  await expect(row(page, "p7 1.0")).toBeVisible();
  await accessible(page);
  await burst.focus();
  await page.keyboard.press("j");
  await expect(row(page, "p22 1.0")).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("e");
  await expect(said(page, "Cleared “23 uploads to unstable”")).toBeVisible();
  await expect(page).toHaveTitle("(62) Belfry");
  // Read, it stays where it stands.
  await row(page, "broke long ago").click();
  await expect(core.locator("[data-row]").first()).toContainText("broke long ago");
  await button(page, "56 more in core").click();
  await expect(page).toHaveURL(/\?origin=core$/);
  // It is the last of them, and the list goes on as it is scrolled.
  await expect(async () => {
    await page.mouse.wheel(0, 4000);
    await expect(row(page, "chatter 0")).toBeVisible({ timeout: 500 });
  }).toPass();
});
