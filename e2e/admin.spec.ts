import type { Page, Request } from "@playwright/test";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, test } from "./fixtures.ts";

const task = async (page: Page, username: string, name: string) => {
  await page.getByRole("button", { name: `Actions for ${username}` }).click();
  await page.getByRole("menuitem", { name }).click();
};

test("an account an admin makes signs in, and is refused what is for admins", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  await signIn(page);
  const password = await makeAccount(page, "alice");
  const alice = await windowOf(browser, belfry, signIn, { username: "alice", password });
  for (const path of ["/admin/people", "/admin/origins", "/admin/origins/core", "/admin/setup"]) {
    expect((await alice.goto(path))?.status(), path).toBe(403);
    await expect(alice.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
  }
  expect((await alice.goto("/settings"))?.status()).toBe(200);
  await alice.getByRole("button", { name: "alice" }).click();
  await expect(alice.getByRole("menuitem", { name: "Settings" })).toBeVisible();
  await expect(alice.getByRole("menuitem", { name: "People" })).toHaveCount(0);
  await alice.context().close();
});

test("the set-up page says what was looked at, and what is next until a message has arrived", async ({
  belfry,
  page,
  signIn,
}) => {
  await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Arrived" });
  await signIn(page);
  await page.getByRole("button", { name: "admin", exact: true }).click();
  await page.getByRole("menuitem", { name: "Set-up" }).click();
  const looked = page.getByRole("region", { name: "What was looked at" });
  await expect(looked.getByText("answers and takes writes")).toBeVisible();
  await expect(looked.getByText("gives every scope that is needed")).toBeVisible();
  await expect(looked.getByText("To send some, set SMTP_URL and MAIL_FROM.")).toBeVisible();
  await expect(page.getByText("Next:")).toHaveCount(0);
});

test("an action asks who sends it, whatever page it was sent from", async ({ belfry, browser, page, signIn }) => {
  await signIn(page);
  const password = await makeAccount(page, "mallory");
  const sent = Promise.withResolvers<Request>();
  page.on("request", (request) => {
    if (request.method() === "POST" && request.headers()["next-action"] !== undefined) sent.resolve(request);
  });
  await makeAccount(page, "victim");
  const action = await sent.promise;
  const replay = (as: Page, headers: Record<string, string>) =>
    as.request.post("/admin/people", {
      headers: { ...pick(action.headers()), ...headers },
      data: (action.postData() ?? "").replace("victim", "puppet"),
    });

  const mallory = await windowOf(browser, belfry, signIn, { username: "mallory", password });
  expect((await replay(mallory, { origin: belfry.url })).status()).toBe(403);
  expect((await replay(page, { origin: "https://evil.example" })).status()).toBe(403);
  expect((await replay(page, { origin: belfry.url, "sec-fetch-site": "cross-site" })).status()).toBe(403);
  await page.goto("/admin/people?find=puppet");
  await expect(page.getByText("Nobody has a name with “puppet” in it")).toBeVisible();
  expect((await replay(page, { origin: belfry.url })).status()).toBe(200);
  await page.reload();
  await expect(page.getByRole("row", { name: /puppet/ })).toBeVisible();
  await mallory.context().close();
});

const pick = (headers: Record<string, string>) =>
  Object.fromEntries(
    ["next-action", "next-router-state-tree", "content-type", "accept"].flatMap((name) =>
      headers[name] === undefined ? [] : [[name, headers[name]]],
    ),
  );

test("roles, disabling, names and passwords end the sessions they should, and admins can't lock themselves out", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  // Many sign-ins, each as slow as a password's hash is meant to be.
  test.slow();
  await signIn(page);
  const first = await makeAccount(page, "petra");
  await page.getByRole("button", { name: "Actions for admin" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Rename…"]);
  await page.keyboard.press("Escape");

  const petra = await windowOf(browser, belfry, signIn, { username: "petra", password: first });
  await task(page, "petra", "Make admin…");
  await page.getByRole("dialog").getByRole("button", { name: "Make admin" }).click();
  await expect(page.getByText("petra is an admin now")).toBeVisible();
  await petra.goto("/admin/people");
  await expect(petra).toHaveURL(/\/sign-in\?from=%2Fadmin%2Fpeople/);
  await signIn(petra, { username: "petra", password: first });
  expect((await petra.goto("/admin/people"))?.status()).toBe(200);

  await task(page, "petra", "Rename…");
  const renaming = page.getByRole("dialog", { name: "Rename petra" });
  await renaming.getByLabel("New name").fill("admin");
  await renaming.getByRole("button", { name: "Rename" }).click();
  await expect(renaming.getByText("New name is taken")).toBeVisible();
  await renaming.getByLabel("New name").fill("petra-2");
  await renaming.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("row", { name: /petra-2/ })).toBeVisible();
  await petra.reload();
  await expect(petra.getByRole("row", { name: /petra-2 \(you\)/ })).toBeVisible();

  await task(page, "petra-2", "Make member…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Make member" }).click();
  await expect(page.getByRole("row", { name: /petra-2 Password Member/ })).toBeVisible();
  // What she does now leads her to the sign-in page: the action tells, no reload is needed.
  await task(petra, "admin", "Disable…");
  await petra.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(petra).toHaveURL(/\/sign-in/);

  await task(page, "petra-2", "Set password…");
  const setting = page.getByRole("dialog", { name: "Set a password for petra-2" });
  await setting.getByRole("radio", { name: "Choose one" }).click();
  await setting.getByLabel("Chosen password").fill("short");
  await setting.getByRole("button", { name: "Set password" }).click();
  await expect(setting.getByText("Chosen password must be at least 8 characters")).toBeVisible();
  await setting.getByLabel("Chosen password").fill("petra rings");
  await setting.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("petra-2 has the new password")).toBeVisible();
  await signIn(petra, { username: "petra-2", password: "petra rings" });

  await task(page, "petra-2", "Disable…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("row", { name: /petra-2 .*Disabled/ })).toBeVisible();
  await petra.goto("/settings");
  await expect(petra).toHaveURL(/\/sign-in/);
  await task(page, "petra-2", "Enable");
  await expect(page.getByRole("row", { name: /petra-2 .*Disabled/ })).toHaveCount(0);
  await signIn(petra, { username: "petra-2", password: "petra rings" });
  await petra.context().close();
});
