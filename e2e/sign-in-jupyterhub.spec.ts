import type { Page } from "@playwright/test";
import { oauthClientId } from "#scripts/simulated-hub/oauth.ts";
import { violationsOn } from "./accessible.ts";
import { expect, startBelfry, test as base, type Belfry } from "./fixtures.ts";

/** A hub that enforces PKCE, and a Belfry that signs in through it. */
const test = base.extend<object, { belfry: Belfry }>({
  belfry: [
    async ({}, use) => {
      const belfry = await startBelfry({
        version: "6.0.0",
        settings: { JUPYTERHUB_CLIENT_ID: oauthClientId, AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "secret" },
      });
      belfry.hub.setHub({ redirectUri: `${belfry.url}/api/auth/callback/jupyterhub` });
      await use(belfry);
      await belfry.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** Follows the page's link and logs in at the hub. */
async function throughHub(page: Page, username: string): Promise<void> {
  await page.getByRole("link", { name: "Sign in with JupyterHub" }).click();
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill("anything");
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a user of the hub signs in and comes back to the page they asked for", async ({ belfry, page }) => {
  const asked: URL[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/oauth2/authorize")) asked.push(new URL(request.url()));
  });
  await page.goto("/settings");
  await throughHub(page, belfry.hub.member.username);
  await expect(page).toHaveURL(`${belfry.url}/settings`);
  await expect(page.getByRole("button", { name: belfry.hub.member.username })).toBeVisible();
  expect(Object.keys(Object.fromEntries(asked[0]?.searchParams ?? [])).sort()).toEqual([
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "redirect_uri",
    "response_type",
    "state",
  ]);
  await page.getByRole("button", { name: belfry.hub.member.username }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the hub decides who is an admin, each time", async ({ belfry, browser, page }) => {
  const { username } = belfry.hub.admin;
  await page.goto("/hub/notifications");
  await throughHub(page, username);
  await expect(page).toHaveURL(`${belfry.url}/hub/notifications`);
  await expect(page.getByLabel("Message")).toBeVisible();

  belfry.hub.setUser({ username, admin: false });
  const other = await (await browser.newContext({ baseURL: belfry.url })).newPage();
  await other.goto("/hub/notifications");
  await throughHub(other, username);
  await expect(other.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?from=%2Fhub%2Fnotifications/);
  await other.context().close();
});

test("a name that is a local account's is refused on a page that says what to do", async ({ belfry, page }) => {
  belfry.hub.setUser({ username: "admin", admin: true });
  await page.goto("/settings");
  await throughHub(page, "admin");
  await expect(page.getByRole("alert").first()).toContainText("The name admin belongs to another account here");
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
  expect(await violationsOn(page)).toEqual([]);
  expect(new URL(page.url()).searchParams.get("from")).toBe("/settings");
});

test("a user whom the hub keeps from the service gets no further than the hub", async ({ belfry, page }) => {
  belfry.hub.setUser({ username: "kept" });
  belfry.hub.setHub({ kept: ["kept"] });
  await page.goto("/");
  await throughHub(page, "kept");
  await expect(page.getByRole("heading", { name: "403 : Forbidden" })).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the links need no script", async ({ belfry, browser }) => {
  const page = await (await browser.newContext({ baseURL: belfry.url, javaScriptEnabled: false })).newPage();
  await page.goto("/settings");
  await throughHub(page, belfry.hub.member.username);
  await expect(page).toHaveURL(`${belfry.url}/settings`);
  await page.context().close();
});
