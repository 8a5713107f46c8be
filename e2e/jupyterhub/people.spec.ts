import { managedPath, signInAtHub, test, expect } from "./fixtures.ts";

test("an admin who came through the hub rings, and another user sees it in JupyterLab at once", async ({
  site,
  page,
  browser,
  signInThroughHub,
}, info) => {
  await site.send({ message: "Welcome to the hub" }, site.hub.url + managedPath);
  await site.drain("alice");
  const alice = await browser.newContext();
  const lab = await alice.newPage();
  const pushed: string[] = [];
  lab.on("websocket", (socket) => {
    if (socket.url().includes("jupyterlab-notifications-extension/stream"))
      socket.on("framereceived", ({ payload }) => pushed.push(String(payload)));
  });
  const connected = lab.waitForEvent("websocket", {
    predicate: (socket) => socket.url().includes("jupyterlab-notifications-extension/stream"),
    timeout: 90_000,
  });
  await lab.goto(`${site.hub.url}/hub/login?next=${encodeURIComponent("/hub/user/alice/lab")}`);
  await signInAtHub(lab, site.hub, "alice");
  await expect(lab.locator(".jp-Launcher")).toBeVisible({ timeout: 90_000 });
  // Among JupyterLab's news.
  await expect(lab.locator(".Toastify__toast", { hasText: "Welcome to the hub" })).toBeVisible();
  await info.attach("news", { body: await lab.screenshot(), contentType: "image/png" });
  await connected;

  await signInThroughHub(page, "root-admin");
  await page.getByLabel("Message").fill("Maintenance at 18:00");
  await page.getByRole("radio", { name: "Warning" }).click();
  await page.getByRole("button", { name: "Send to 4 labs" }).click();

  const toast = lab.locator(".Toastify__toast", { hasText: "Maintenance at 18:00" });
  await expect(toast).toBeVisible();
  expect(pushed.join()).toContain("Maintenance at 18:00");
  await expect(toast).toHaveClass(/warning/);
  await expect(toast.getByRole("button", { name: "Dismiss" })).toBeVisible();

  await expect(page.getByText("3 of 4 delivered")).toBeVisible();
  await expect(page.getByText("Notification extension not installed").first()).toBeVisible();
  if (process.env["JUPYTERLAB_SCREENSHOT"])
    await lab.screenshot({ path: process.env["JUPYTERLAB_SCREENSHOT"], animations: "disabled" });

  await toast.getByRole("button", { name: "Dismiss" }).click();
  await expect(toast).toHaveCount(0);

  const own = await alice.newPage();
  await own.goto(`${site.belfry.url}/settings/outlets`);
  await own.getByRole("link", { name: "Sign in with JupyterHub" }).click();
  await own.getByRole("button", { name: "New outlet" }).click();
  const dialog = own.getByRole("dialog", { name: "New outlet" });
  await dialog.getByLabel("Who is told").selectOption("My running labs");
  await dialog.getByLabel("What of it").selectOption("Errors alone");
  await dialog.getByLabel("Origins").fill("core");
  await dialog.getByRole("button", { name: "Make outlet" }).click();
  await expect(own.getByText("errors of core")).toBeVisible();
  await site.admin("PUT", "/api/origins/core");
  const note = { type: "note", origin: "core", to: { users: ["alice"] } };
  for (const [title, category] of [
    ["zlib 1.3 built", "success"],
    ["zlib 1.3 failed", "error"],
  ])
    await site.admin("POST", "/notifications", { ...note, category, data: { title } });
  const failed = lab.locator(".Toastify__toast", { hasText: "core: zlib 1.3 failed" });
  await expect(failed).toBeVisible();
  await expect(failed).toHaveClass(/error/);
  await expect(lab.locator(".Toastify__toast", { hasText: "zlib 1.3 built" })).toHaveCount(0);
  await info.attach("lab-outlet", { body: await lab.screenshot({ animations: "disabled" }), contentType: "image/png" });
  await alice.close();
});

test("who comes through the hub is a member of the origins that are named as their groups", async ({
  site,
  page,
  signInThroughHub,
}) => {
  expect((await site.admin("PUT", "/api/origins/core")).ok).toBe(true);
  await page.goto("/");
  await page.getByRole("link", { name: "Sign in with JupyterHub" }).click();
  await signInAtHub(page, site.hub, "alice");
  await expect(page).toHaveURL(`${site.belfry.url}/`);
  expect(await (await site.admin("GET", "/api/origins/core/members")).text()).toContain('"alice"');

  await page.context().clearCookies();
  await signInThroughHub(page, "bob");
  await expect(page.getByRole("heading", { name: "This page is for admins" })).toBeVisible();
  expect(await (await site.admin("GET", "/api/origins/core/members")).text()).not.toContain('"bob"');
});
