import { chromium, type Browser, type BrowserContext } from "@playwright/test";
import { findBrowser } from "#scripts/verify/browser.ts";

/** What a browser keeps of somebody who is signed in. */
export type State = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** What a page fetches by itself it fetches within this time; its stream stays open, so the network is never idle. */
export const settledMs = 3000;

export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
}

export async function signIn(
  browser: Browser,
  url: string,
  { username, password }: { username: string; password: string },
): Promise<State> {
  const page = await browser.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/** Nothing cached: a first load. What a service worker fetches ahead is not what this page needs. */
export const firstVisit = (browser: Browser, storageState: State) =>
  browser.newContext({ storageState, serviceWorkers: "block" });
