import { violationsOn } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

const promoted = (version: string) => ({
  type: "package-promoted",
  origin: "core",
  data: {
    package: "node",
    version,
    release: "2017010100000000",
    channel: "stable",
    source: "user:cnunciato",
    message: "Releasing! Yay!",
  },
});

test.beforeAll(async ({ belfry }) => {
  for (const path of ["/api/origins/core", "/api/origins/core/members/admin"])
    expect((await belfry.api("PUT", path)).ok).toBe(true);
});

test("what is published shows as a sentence, at once, and goes on both browsers when it is cleared on one", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  await belfry.api("DELETE", "/notifications");
  await belfry.api("POST", "/notifications", promoted("1.2.3"));
  await signIn(page);
  await expect(page.getByRole("heading", { name: "core" })).toBeVisible();
  await expect(page.getByText("node 1.2.3")).toBeVisible();

  const other = await (await browser.newContext({ baseURL: belfry.url })).newPage();
  await signIn(other);
  await belfry.api("POST", "/notifications", promoted("1.2.4"));
  for (const window of [page, other]) await expect(window.getByText("node 1.2.4")).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);

  await page.getByRole("button", { name: "Clear all" }).click();
  for (const window of [page, other]) await expect(window.getByText("node 1.2.4")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).first().click();
  for (const window of [page, other]) await expect(window.getByText("node 1.2.4")).toBeVisible();
  await other.context().close();
});

test("marking all as read leaves them listed and unread none", async ({ belfry, page, signIn }) => {
  await belfry.api("POST", "/notifications", promoted("2.0.0"));
  await signIn(page);
  await expect(page.getByText("node 2.0.0")).toBeVisible();
  await page.getByRole("button", { name: "Mark all read" }).click();
  await expect(page.getByText("node 2.0.0")).toBeVisible();
  await expect
    .poll(async () => ((await (await belfry.api("GET", "/notifications?unread=true")).json()) as unknown[]).length)
    .toBe(0);
});
