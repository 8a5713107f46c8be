import type { Page } from "@playwright/test";
import { expect, startBelfry, test as base, type Belfry } from "./fixtures.ts";
import { startOidcIssuer, type OidcIssuer, type Told } from "./oidc-issuer.ts";

const told: Record<string, Told> = {
  "s-1": { preferred_username: "olivia" },
  "s-2": { preferred_username: "Ann Lee" },
  "s-3": { preferred_username: "admin" },
};

/** A Belfry that signs in with a real OpenID Connect server. */
const test = base.extend<object, { belfry: Belfry }>({
  belfry: [
    async ({}, use) => {
      const issuer = await startOidcIssuer(told);
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

test.describe("where domains and groups are let in", () => {
  const people: Record<string, Told> = {
    "g-1": { preferred_username: "ines", groups: ["staff", "physics"] },
    "g-2": { preferred_username: "jonas", email: "jonas@Example.org", email_verified: true },
    "g-3": { preferred_username: "kim", email: "kim@example.org", email_verified: false, groups: ["guests"] },
  };
  let issuer: OidcIssuer;
  let strict: Belfry;

  test.beforeAll(async () => {
    issuer = await startOidcIssuer(people);
    const more = {
      AUTH_OIDC_SCOPE: "openid profile email groups",
      AUTH_OIDC_GROUPS_CLAIM: "groups",
      AUTH_OIDC_ALLOW_GROUPS: "staff",
      AUTH_OIDC_ALLOW_DOMAINS: "example.org",
    };
    strict = await startBelfry({ labs: 2, settings: { ...issuer.settings, ...more } });
    issuer.register(`${strict.url}/api/auth/callback/oidc`);
  });
  test.afterAll(async () => {
    await strict.stop();
    issuer.close();
  });

  test("a group lets in, and is a membership until the issuer tells it no more", async ({ browser }) => {
    const listed = async () => {
      const answer = await strict.api("GET", "/api/origins/physics/members");
      return ((await answer.json()) as { members: { username: string; sources: string[] }[] }).members;
    };
    await strict.api("PUT", "/api/origins/physics");
    const signIn = async () => {
      const page = await browser.newPage();
      await page.goto(`${strict.url}/sign-in`);
      await throughIssuer(page, "g-1");
      await expect(page.getByRole("button", { name: "ines" })).toBeVisible();
      await page.close();
    };
    await signIn();
    expect(await listed()).toMatchObject([{ username: "ines", sources: ["oidc"] }]);
    people["g-1"] = { preferred_username: "ines", groups: ["staff"] };
    await signIn();
    expect(await listed()).toEqual([]);
  });

  test("a verified email of the domain lets in; one that is not, and another group, do not, with the reason", async ({
    browser,
  }) => {
    const page = await browser.newPage();
    await page.goto(`${strict.url}/sign-in`);
    await throughIssuer(page, "g-2");
    await expect(page.getByRole("button", { name: "jonas" })).toBeVisible();
    const other = await browser.newPage();
    await other.goto(`${strict.url}/sign-in`);
    await throughIssuer(other, "g-3");
    const alert = other.getByRole("alert").first();
    await expect(alert).toContainText("You can't sign in with single sign-on");
    await expect(alert).toContainText("the issuer tells kim@example.org, and not that it is yours");
    await expect(alert).toContainText("to certain groups, and you are in none of them");
  });
});
