import type { Page } from "@playwright/test";
import { expect, startBelfry, test as base, type Belfry } from "./fixtures.ts";
import { startOidcIssuer } from "./oidc-issuer.ts";

const names = { "s-1": "olivia", "s-2": "Ann Lee", "s-3": "admin" };

/** A Belfry that signs in with a real OpenID Connect server. */
const test = base.extend<object, { belfry: Belfry }>({
  belfry: [
    async ({}, use) => {
      const issuer = await startOidcIssuer(names);
      const belfry = await startBelfry({ labs: 2, settings: issuer.settings });
      issuer.register(`${belfry.url}/api/auth/callback/oidc`);
      await use(belfry);
      await belfry.stop();
      issuer.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** Follows the page's link, logs in at the issuer and agrees. */
async function throughIssuer(page: Page, subject: string): Promise<void> {
  await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
  await page.locator("[name=login]").fill(subject);
  await page.locator("[name=password]").fill("anything");
  await page.getByRole("button").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("signs in under the issuer's name for them, and out again", async ({ belfry, page }) => {
  const asked = page.waitForRequest((request) => request.url().includes("/auth?"));
  await page.goto("/settings");
  await throughIssuer(page, "s-1");
  await expect(page).toHaveURL(`${belfry.url}/settings`);
  await expect(page.getByRole("button", { name: "olivia" })).toBeVisible();
  const { searchParams } = new URL((await asked).url());
  for (const name of ["state", "nonce", "code_challenge"]) expect(searchParams.get(name), name).toMatch(/^[\w-]{43}$/);
  expect([...searchParams.keys()].sort()).toEqual([
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
  ]);

  await page.getByRole("button", { name: "olivia" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a name with a space is written without", async ({ page }) => {
  await page.goto("/sign-in");
  await throughIssuer(page, "s-2");
  await expect(page.getByRole("button", { name: "Ann-Lee" })).toBeVisible();
});

test("a taken name is refused, with the reason", async ({ belfry, page }) => {
  await page.goto("/sign-in?from=/settings");
  await throughIssuer(page, "s-3");
  await expect(page.getByRole("alert").first()).toContainText("The name admin belongs to another account here");
  // Signing in the way that account does leads where it was meant to.
  await page.getByLabel("Username").fill(belfry.admin.username);
  await page.getByLabel("Password").fill(belfry.admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${belfry.url}/settings`);
  await page.goto("/admin/people");
  await expect(page.getByRole("row", { name: /^admin/ })).toHaveCount(1);
});

test("somebody without a name is told so", async ({ page }) => {
  await page.goto("/sign-in");
  await throughIssuer(page, "s-4");
  await expect(page.getByRole("alert").first()).toContainText("Signing in with single sign-on told no name");
});

test("turning back at the issuer leads to the sign-in page", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Sign in with single sign-on" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByRole("alert").first()).toContainText("You were not let in by single sign-on");
});
