import { accessible } from "./accessible.ts";
import { agree } from "./agree.ts";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, test } from "./fixtures.ts";

test("a token is made, used and revoked", async ({ belfry, page, signIn }) => {
  await signIn(page);
  await page.goto("/settings");
  const tokens = page.getByRole("region", { name: "API tokens" });
  await tokens.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog", { name: "New token" });
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByText("Name must not be empty")).toBeVisible();
  await dialog.getByLabel("Name").fill("nightly script");
  await dialog.getByRole("checkbox", { name: "Own inbox" }).uncheck();
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByText("Choose at least one thing it may do")).toBeVisible();
  await dialog.getByRole("checkbox", { name: "Own inbox" }).check();
  await accessible(page);
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(tokens.getByText("Copy it now: it is not shown again.")).toBeVisible();
  const secret = await tokens.locator("code").first().innerText();
  expect(secret).toMatch(/^blf_[\w-]{43}$/);
  const use = () => fetch(`${belfry.url}/notifications`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await use()).status).toBe(200);

  await page.reload();
  await expect(page.getByText(secret)).toHaveCount(0);
  const row = tokens.getByRole("listitem").filter({ hasText: "nightly script" });
  await expect(row).toContainText("Used just now");
  await row.getByRole("button", { name: "Revoke nightly script" }).click();
  await agree(page, "Revoke");
  await expect(row).toHaveCount(0);
  expect((await use()).status).toBe(401);
});

test("a page that is older than the server says so, and offers to reload", async ({ page, signIn }) => {
  await signIn(page);
  await page.goto("/settings");
  // As if the build had changed meanwhile: the server knows no action of this number.
  await page.route("**/settings", (route) =>
    route.request().method() === "POST"
      ? route.continue({ headers: { ...route.request().headers(), "next-action": "40".padEnd(42, "0") } })
      : route.continue(),
  );
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog", { name: "New token" });
  await dialog.getByLabel("Name").fill("nightly script");
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByText("Reload the page, then try again.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("status").getByText("Belfry was updated")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByText("Belfry was updated")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("one's own password: this session goes on, the others end", async ({ belfry, browser, page, signIn }) => {
  await signIn(page);
  const given = await makeAccount(page, "rita");
  const here = await windowOf(browser, belfry, signIn, { username: "rita", password: given });
  const elsewhere = await windowOf(browser, belfry, signIn, { username: "rita", password: given });
  await here.goto("/settings");
  const form = here.getByRole("region", { name: "Password" });
  const fill = async (current: string, chosen: string, again: string) => {
    await form.getByLabel("Current password").fill(current);
    await form.getByLabel("New password", { exact: true }).fill(chosen);
    await form.getByLabel("New password again").fill(again);
    await form.getByRole("button", { name: "Change password" }).click();
  };
  await fill(given, "ring the bells", "ring the balls");
  await expect(form.getByText("The two new passwords differ")).toBeVisible();
  await fill("not this one", "ring the bells", "ring the bells");
  await expect(form.getByText("Current password is wrong")).toBeVisible();
  await fill(given, "ring the bells", "ring the bells");
  await expect(here.getByText("Your password is changed.")).toBeVisible();
  await here.reload();
  await expect(here.getByRole("heading", { name: "Settings" })).toBeVisible();
  await elsewhere.goto("/settings");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await signIn(elsewhere, { username: "rita", password: "ring the bells" });
  for (const window of [here, elsewhere]) await window.context().close();
});

for (const [place, width, colorScheme] of [
  ["on a desk", 1280, "light"],
  ["on a small phone in the dark", 320, "dark"],
] as const) {
  test(`the pages are accessible ${place}`, async ({ page, signIn }) => {
    await page.setViewportSize({ width, height: 720 });
    await page.emulateMedia({ colorScheme });
    await signIn(page);
    const username = `somebody-${width}-with-a-rather-long-name-that-needs-room@example.org`;
    await makeAccount(page, username);
    for (const path of ["/settings", "/admin/origins", "/admin/people"]) {
      await page.goto(path);
      await accessible(page);
    }
    const actions = page.getByRole("button", { name: `Actions for ${username}` });
    await actions.click();
    await accessible(page);
    await page.getByRole("menuitem", { name: "Set password…" }).click();
    await accessible(page);
    await page.keyboard.press("Escape");
    await expect(actions).toBeFocused();
    await page.getByRole("button", { name: width === 320 ? "Me" : "admin", exact: true }).click();
    await page.getByRole("menuitem", { name: "Origins" }).click();
    await expect(page.getByRole("heading", { name: "Origins" })).toBeVisible();
  });
}

test("a form that is refused leads to its first faulty field", async ({ page, signIn }) => {
  await signIn(page);
  await page.goto("/settings");
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog", { name: "New token" });
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
});

test("the theme is chosen once, for the page and for the menu", async ({ page, signIn }) => {
  await signIn(page);
  await page.goto("/settings");
  await page.getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "admin", exact: true }).click();
  await expect(page.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
  await page.reload();
  await expect(page.getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name: "Dark" })).toBeChecked();
});
