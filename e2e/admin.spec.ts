import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page, Request } from "@playwright/test";
import { accessible } from "./accessible.ts";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, startBelfry, test } from "./fixtures.ts";

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
  for (const path of ["/admin/people", "/admin/origins", "/admin/origins/core"]) {
    expect((await alice.goto(path))?.status(), path).toBe(403);
    await expect(alice.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
  }
  expect((await alice.goto("/settings"))?.status()).toBe(200);
  await alice.getByRole("button", { name: "alice" }).click();
  await expect(alice.getByRole("menuitem", { name: "Settings" })).toBeVisible();
  await expect(alice.getByRole("menuitem", { name: "People" })).toHaveCount(0);
  await alice.context().close();
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

test("an origin is registered, gets a member by a suggested name, and is deleted", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  await signIn(page);
  const password = await makeAccount(page, "oscar");
  await page.goto("/admin/origins");
  await page.getByRole("button", { name: "Register origin" }).click();
  const dialog = page.getByRole("dialog", { name: "Register an origin" });
  await dialog.getByLabel("Name").fill("My Origin");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(
    dialog.getByText("Name must be 1 to 255 of a-z, 0-9, _ and -, and begin with a letter or a digit"),
  ).toBeVisible();
  await dialog.getByLabel("Name").fill("observatory");
  await dialog.getByRole("button", { name: "Register" }).click();
  await page.getByRole("link", { name: "observatory" }).click();

  await page.getByLabel("Username").fill("nobody-here");
  await page.getByRole("button", { name: "Add member" }).click();
  await expect(page.getByText("Nobody is named nobody-here.")).toBeVisible();
  await page.getByLabel("Username").fill("osc");
  await page.getByRole("option", { name: "oscar" }).click();
  await page.getByRole("button", { name: "Add member" }).click();
  await expect(page.getByRole("row", { name: /oscar Admin/ })).toBeVisible();
  await accessible(page);

  const published = await belfry.api("POST", "/notifications", {
    type: "note",
    origin: "observatory",
    data: { title: "First light" },
  });
  expect(published.status).toBe(201);
  const oscar = await windowOf(browser, belfry, signIn, { username: "oscar", password });
  const inbox = async () =>
    JSON.stringify(
      await (await oscar.request.get("/notifications", { headers: { accept: "application/json" } })).json(),
    );
  expect(await inbox()).toContain("First light");
  await oscar.goto("/settings");
  const muted = oscar.getByRole("switch", { name: "Mute observatory" });
  const answered = oscar.waitForResponse((response) => response.request().method() === "POST");
  await muted.click();
  await expect(muted).toBeChecked();
  await answered;
  await oscar.reload();
  await expect(muted).toBeChecked();
  await oscar.getByRole("button", { name: "New token" }).click();
  const form = oscar.getByRole("dialog", { name: "New token" });
  await expect(form.getByRole("checkbox", { name: "observatory" })).toBeVisible();
  await expect(form.getByRole("checkbox", { name: "Broadcast" })).toHaveCount(0);

  await page.getByRole("button", { name: "Remove oscar" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Nobody belongs to it yet")).toBeVisible();
  expect(await inbox()).not.toContain("First light");
  await page.getByRole("button", { name: "Delete origin…" }).click();
  await accessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/admin\/origins$/);
  await expect(page.getByRole("link", { name: "observatory" })).toHaveCount(0);
  expect((await page.goto("/admin/origins/observatory"))?.status()).toBe(404);
  await expect(page).toHaveTitle(/Not found · Belfry$/);
  await oscar.context().close();
});

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

test("actions work behind a proxy that asks for another host", async ({ page }) => {
  let port = 0;
  const proxy = createServer((incoming, outgoing) => {
    const onward = ask(
      {
        host: "127.0.0.1",
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: `127.0.0.1:${port}` },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const publicUrl = `http://localhost:${(proxy.address() as AddressInfo).port}`;
  const belfry = await startBelfry({ labs: 1, settings: { AUTH_URL: publicUrl } });
  port = Number(new URL(belfry.url).port);
  try {
    await page.goto(`${publicUrl}/sign-in?from=/admin/origins`);
    await page.getByLabel("Username").fill(belfry.admin.username);
    await page.getByLabel("Password").fill(belfry.admin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Register origin" }).click();
    await page.getByLabel("Name").fill("core");
    await page.getByRole("button", { name: "Register", exact: true }).click();
    await expect(page.getByRole("link", { name: "core" })).toBeVisible();
  } finally {
    await page.goto("about:blank");
    proxy.closeAllConnections();
    proxy.close();
    await belfry.stop();
  }
});
