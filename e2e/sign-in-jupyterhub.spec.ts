import type { Page } from "@playwright/test";
import { oauthClientId } from "#scripts/simulated-hub/oauth.ts";
import { expect, startBelfry, test as base, type Belfry } from "./fixtures.ts";

/** A hub that enforces PKCE, and a Belfry that signs in through it. */
const test = base.extend<object, { belfry: Belfry }>({
  belfry: [
    async ({}, use) => {
      const belfry = await startBelfry({ version: "6.0.0", settings: { JUPYTERHUB_CLIENT_ID: oauthClientId } });
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
  expect(Object.keys(Object.fromEntries(asked[0]?.searchParams ?? [])).sort()).toEqual(["client_id", "code_challenge", "code_challenge_method", "redirect_uri", "response_type", "state"]);
  await page.getByRole("button", { name: belfry.hub.member.username }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});
