import { expect, managedPath, signInAtHub, test } from "./fixtures.ts";

test("below the hub's proxy everything is found: sign-in, assets, actions, the stream, sign-out", async ({
  site: { hub, tokenOf },
  page,
  signInThroughHub,
}) => {
  const at = hub.url + managedPath;
  const failed: string[] = [];
  const streams: number[] = [];
  const elsewhere: string[] = [];
  page.on("response", (response) => {
    const url = new URL(response.url());
    if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
    if (url.pathname === `${managedPath}/api/stream`) streams.push(response.status());
    if (!url.pathname.startsWith(managedPath) && !url.pathname.startsWith("/hub/")) elsewhere.push(response.url());
  });
  page.on("pageerror", (error) => failed.push(String(error)));

  const links = [
    ...(await (await page.request.get(`${at}/sign-in`)).text()).matchAll(/<link [^>]*href="([^"]+)"/g),
  ].map(([, href]) => href ?? "");
  expect(links.some((href) => href.includes("icon"))).toBe(true);
  for (const href of links) expect((await page.request.get(new URL(href, at).href)).status(), href).toBe(200);

  await signInThroughHub(page, "root-admin", at);
  for (const address of [at, `${at}/`, `${at}/nowhere`]) {
    const policy = (await page.request.get(address)).headers()["content-security-policy"] ?? "";
    expect(policy, address).toMatch(/script-src 'self' 'nonce-[\w+/=]{22,}'/);
  }
  await page.getByLabel("Message").fill("From below the proxy");
  await page.getByRole("button", { name: "Send to 4 labs" }).click();
  await expect(page.getByText("3 of 4 delivered")).toBeVisible();

  await page.getByRole("link", { name: "Belfry" }).first().click();
  await expect(page).toHaveURL(new RegExp(`^${at}/?$`));
  await expect(page.getByText("From below the proxy").first()).toBeVisible();
  const headers = { Authorization: `token ${await tokenOf("root-admin")}`, "Content-Type": "application/json" };
  await fetch(`${at}/hub/api/notifications/broadcast`, {
    method: "POST",
    headers,
    body: JSON.stringify({ message: "Seen without a reload" }),
  });
  await expect(page.getByText("Seen without a reload").first()).toBeVisible();
  expect(streams).toContain(200);

  await page.goto(`${at}/admin/origins`);
  await page.getByRole("button", { name: "Register" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").first().fill("core");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(page.getByRole("link", { name: "core" })).toBeVisible();

  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name }) => name.includes("belfry-session")).map(({ path }) => path)).toEqual([managedPath]);

  await page.getByRole("button", { name: "root-admin" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(new RegExp(`^${at}/sign-in`));
  expect(failed).toEqual([]);
  expect(elsewhere).toEqual([]);
});

test("what was sent to everybody stands on the hub's own pages", async ({ site: { hub, send }, page }, info) => {
  const message = "Storage is read-only until 18:00";
  await send({ message, variant: "warning" }, hub.url + managedPath);
  await page.goto(`${hub.url}/hub/login`);
  const notices = page.getByRole("region", { name: "Notices" });
  await expect(notices.getByText(message)).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await info.attach("banner-on-the-hub", { body: await page.screenshot(), contentType: "image/png" });
  await notices.getByRole("button", { name: `Dismiss: ${message}` }).click();
  await page.reload();
  await expect(page.locator("belfry-notices")).toHaveCount(1);
  await expect(notices.getByText(message)).toHaveCount(0);
});

test("the address on the hub itself leads to the page, and scripts find the API there", async ({
  site: { hub, tokenOf },
  page,
}) => {
  await page.goto(`${hub.url}/hub/notifications`);
  await expect(page, "the hub asks who it is").toHaveURL(new RegExp(`^${hub.url}/hub/login`));

  const response = await fetch(`${hub.url}/hub/api/notifications/broadcast`, {
    method: "POST",
    headers: { Authorization: `token ${await tokenOf("root-admin")}`, "Content-Type": "application/json" },
    body: JSON.stringify({ message: "As scripts of old send it", recipients: ["alice"] }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ total: 1, successful: 1, failed: 0 });
  expect((await hub.api("GET", "/users/alice")).status, "the rest of the hub's API is the hub's").toBe(200);
});

test("the hub's menu of services leads to it, and who the hub knows is signed in without a click", async ({
  site: { hub },
  page,
}) => {
  await page.goto(`${hub.url}/hub/home`);
  await signInAtHub(page, hub, "alice");
  await page.getByText("Services", { exact: true }).click();
  await page.getByRole("link", { name: "belfry", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`^${hub.url}${managedPath}/?$`));
  await expect(page.getByRole("button", { name: "alice" })).toBeVisible();

  await page.getByRole("button", { name: "alice" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in with JupyterHub" })).toBeVisible();
});

test("who may not use the service is told so", async ({ site: { hub }, page }) => {
  await page.goto(`${hub.url}${managedPath}/sign-in`);
  await page.getByRole("link", { name: "Sign in with JupyterHub" }).click();
  await page.getByLabel("Username:").fill("carol");
  await page.getByLabel("Password:").fill(hub.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/403/).first()).toBeVisible();
});
