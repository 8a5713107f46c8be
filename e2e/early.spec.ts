import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { note, publish, register, row } from "./inbox.ts";

/** Opens a page whose scripts are still on their way, as on a slow line. @returns lets them arrive */
async function openEarly(page: Page, path: string): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await page.route("**/_next/static/**", async (route) => {
    if (route.request().resourceType() === "script") await promise;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  return () => {
    resolve(undefined);
    // One that is asked for just now would end with the test, and count against it.
    return page.unrouteAll({ behavior: "wait" });
  };
}

test("a name that is typed before the sign-in page is at work stays", async ({ belfry, page }) => {
  const arrive = await openEarly(page, "/sign-in");
  await page.getByLabel("Username").fill(belfry.admin.username);
  await arrive();
  await page.waitForLoadState();
  await page.getByLabel("Password").pressSequentially(belfry.admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${belfry.url}/`);
});

test("who signs in before the page is at work is in once it is", async ({ belfry, page }) => {
  const arrive = await openEarly(page, "/sign-in");
  await page.getByLabel("Username").fill(belfry.admin.username);
  await page.getByLabel("Password").fill(belfry.admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await arrive();
  await expect(page).toHaveURL(`${belfry.url}/`);
});

test("what is searched and chosen before the inbox is at work is found once it is", async ({
  belfry,
  page,
  signIn,
}) => {
  await register(belfry, "core");
  await publish(belfry, [note("a quick brown fox", { category: "error" }), note("a quick red fox"), note("a dog")]);
  await signIn(page);
  const arrive = await openEarly(page, "/");
  await page.getByRole("searchbox", { name: "Search" }).fill("quick");
  await page.getByRole("combobox", { name: "Category" }).selectOption("Error");
  await arrive();
  await expect(page).toHaveURL(`${belfry.url}/?category=error&q=quick`);
  await expect(row(page, "brown fox")).toBeVisible();
  for (const other of ["red fox", "a dog"]) await expect(row(page, other)).toHaveCount(0);
});

test("what is written before the broadcast page is at work is sent as it was written", async ({
  belfry,
  page,
  signIn,
}) => {
  belfry.hub.reset();
  await signIn(page);
  const arrive = await openEarly(page, "/hub/notifications");
  await page.getByLabel("Message", { exact: true }).fill("Written early");
  await page.getByRole("radio", { name: "Warning" }).check();
  await arrive();
  await page.getByRole("button", { name: "Send to 25 labs" }).click();
  await expect(page.getByText("Sent. All on the form is back at its default.")).toBeVisible();
  const bodies = () => belfry.hub.lab("bob").arrivals.map(({ body }) => body);
  await expect.poll(bodies).toMatchObject([{ message: "Written early", type: "warning" }]);
});

test("what is pressed before the page is at work is done once it is, and once", async ({ belfry, page, signIn }) => {
  await register(belfry, "core");
  await publish(belfry, [note("an elk"), note("a gnu")]);
  await signIn(page);
  const arrive = await openEarly(page, "/");
  for (let times = 0; times < 3; times++) await page.getByRole("button", { name: "Clear “an elk”" }).click();
  await page.getByRole("button", { name: "admin", exact: true }).click();
  await arrive();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
  await expect(page.getByText("Cleared “an elk”")).toBeVisible();
  await expect(row(page, "an elk")).toHaveCount(0);
  await expect(row(page, "a gnu")).toBeVisible();
  // From here on a press is heard by the page alone.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeHidden();
  await page.getByRole("button", { name: "admin", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
});

test("a form that is sent before the page is at work stays, and is sent once it is", async ({
  belfry,
  page,
  signIn,
}) => {
  await register(belfry, "core", []);
  await signIn(page);
  const arrive = await openEarly(page, "/admin/origins/core");
  await page.getByRole("combobox", { name: "Username" }).fill("anna");
  await page.getByRole("combobox", { name: "Username" }).press("Enter");
  await arrive();
  await expect(page.getByText("anna is a member of core")).toBeVisible();
  await expect(page).toHaveURL(`${belfry.url}/admin/origins/core`);
});

test("what is switched on before the settings are at work is on once they are", async ({ belfry, page, signIn }) => {
  await register(belfry, "noisy");
  await signIn(page);
  const arrive = await openEarly(page, "/settings");
  const muted = page.getByRole("switch", { name: "Mute noisy" });
  await muted.click();
  const stored = page.waitForResponse((response) => response.request().method() === "POST");
  await arrive();
  await stored;
  await expect(muted).toBeChecked();
  await page.reload();
  await expect(muted).toBeChecked();
});

/** As on a machine that has other things to do: time passes between each two steps of React. */
async function slowDown(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const post = Object.getOwnPropertyDescriptor(MessagePort.prototype, "postMessage")?.value as (
      message: unknown,
    ) => void;
    MessagePort.prototype.postMessage = function (message: unknown) {
      setTimeout(() => post.call(this, message), 40);
    };
  });
}

test("what is chosen while the page's parts come to work one after another is found, all of it", async ({
  belfry,
  page,
  signIn,
}) => {
  await register(belfry, "core");
  const built = { version: "1.0", release: "20261120093015", channel: "stable", source: "user:ann" };
  await publish(belfry, [
    { type: "package-promoted", origin: "core", category: "error", data: { package: "elk", ...built } },
    { type: "package-promoted", origin: "core", data: { package: "gnu", ...built } },
    note("an error", { category: "error" }),
  ]);
  await signIn(page);
  await slowDown(page);
  // In each of its moments, both at once.
  await page.addInitScript(() => {
    const wanted = { Category: "error", Type: "package-promoted" };
    const choosing = setInterval(() => {
      if (location.search !== "") return clearInterval(choosing);
      for (const [label, value] of Object.entries(wanted)) {
        const select = document.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
        if (!select) return;
        select.value = value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }, 3);
  });
  await page.goto("/");
  await expect(page.getByRole("combobox", { name: "Category" })).toHaveValue("error");
  await expect(page.getByRole("combobox", { name: "Type" })).toHaveValue("package-promoted");
  await expect(row(page, "elk")).toBeVisible();
  for (const other of ["gnu", "an error"]) await expect(row(page, other)).toHaveCount(0);
  expect([...new URL(page.url()).searchParams].sort()).toEqual([
    ["category", "error"],
    ["type", "package-promoted"],
  ]);
});

test("what is pressed meanwhile is done once, by whoever hears it first", async ({ page, signIn }) => {
  await signIn(page);
  await slowDown(page);
  // From the moment on that React has the button: before its page is at work, and after.
  await page.addInitScript(() => {
    const looking = setInterval(() => {
      const button = document.querySelector<HTMLElement>("[aria-controls=filters]");
      if (!button || !Object.keys(button).some((key) => key.startsWith("__reactProps"))) return;
      clearInterval(looking);
      setTimeout(() => button.click(), Number(sessionStorage.getItem("later")));
    }, 1);
  });
  for (const later of [0, 5, 10, 20, 30, 45, 60, 90]) {
    await page.evaluate((ms) => sessionStorage.setItem("later", String(ms)), later);
    await page.goto("/");
    await page.getByRole("button", { name: "admin", exact: true }).click();
    await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
    await expect(page.locator("[aria-controls=filters]"), `${later} ms later`).toHaveAttribute("aria-expanded", "true");
  }
});
