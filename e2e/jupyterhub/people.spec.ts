import { signInAtHub, test, expect } from "./fixtures.ts";

test("an admin who came through the hub rings, and another user sees it in JupyterLab at once", async ({
  site,
  page,
  browser,
  signInThroughHub,
}) => {
  await site.drain("alice");
  const lab = await browser.newPage();
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
  await connected;
  // JupyterLab's own question, once for every new user.
  await lab.getByRole("button", { name: "No", exact: true }).click();

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
  await lab.close();
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
