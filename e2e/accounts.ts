import type { Browser, Page } from "@playwright/test";
import { expect, type Belfry } from "./fixtures.ts";

export interface Credentials {
  username: string;
  password: string;
}

type SignIn = (page: Page, who?: Credentials) => Promise<void>;

/** Makes a local account through the page. @returns the password that is shown once */
export async function makeAccount(page: Page, username: string, role: "Member" | "Admin" = "Member"): Promise<string> {
  await page.goto("/admin/people");
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog", { name: "New account" });
  await dialog.getByLabel("Username").fill(username);
  await dialog.getByRole("radio", { name: role }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(`${username} can sign in with this password`)).toBeVisible();
  const password = await page.locator("main code").innerText();
  await page.getByRole("button", { name: "Done" }).click();
  return password;
}

/** Another browser, signed in: as the admin, or as somebody else. */
export async function windowOf(
  browser: Browser,
  belfry: Pick<Belfry, "url">,
  signIn: SignIn,
  who?: Credentials,
): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: belfry.url })).newPage();
  await signIn(page, who);
  return page;
}
