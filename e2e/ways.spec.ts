import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startReceiver } from "#lib/outlets/test/receiver.ts";
import { accessible } from "./accessible.ts";
import { agree } from "./agree.ts";
import { expect, test } from "./fixtures.ts";

test("an inlet is made by a map that shows what it does, and tells what came to it", async ({
  belfry,
  page,
  signIn,
}, info) => {
  await belfry.api("PUT", "/api/origins/ways");
  await signIn(page);
  await page.goto("/admin/origins/ways");
  const inlets = page.getByRole("region", { name: "Inlets" });
  await inlets.getByRole("button", { name: "New inlet" }).click();
  const dialog = page.getByRole("dialog", { name: "New inlet" });
  await dialog.getByLabel("What sends").selectOption("json");
  await expect(dialog.getByText("Done in 3 minutes").last()).toBeVisible();
  await dialog.getByLabel("Sample").fill('{"title": "Nightly", "type": "failure"}');
  await expect(dialog.getByText("error", { exact: true })).toBeVisible();
  await dialog.getByLabel("Type", { exact: true }).fill("");
  await dialog.getByRole("button", { name: "Make inlet" }).click();
  await expect(dialog.getByText("Type must not be empty")).toBeVisible();
  await dialog.getByLabel("Type", { exact: true }).fill("backup");
  await accessible(page);
  await info.attach("new-inlet", { body: await page.screenshot(), contentType: "image/png" });
  await dialog.getByRole("button", { name: "Make inlet" }).click();
  await expect(inlets.getByText("Copy it now: it is not shown again.")).toBeVisible();
  const secret = await inlets.locator("code").first().innerText();
  const address = await inlets.getByRole("listitem").locator("code").innerText();
  expect(address).toMatch(new RegExp(`^${belfry.url}/hooks/\\d+$`));

  const send = (body: object, token: string) =>
    fetch(address, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  expect((await send({ title: "Nightly" }, "wrong")).status).toBe(401);
  expect((await send({ nothing: 1 }, secret)).status).toBe(400);
  expect((await send({ title: "Nightly", message: "It failed", type: "failure" }, secret)).status).toBe(202);
  await page.reload();
  await inlets.getByText("Last call: 1 notification").click();
  await expect(inlets.getByText("data: nothing of it is there.")).toBeVisible();
  await accessible(page);
  await info.attach("inlets", { body: await page.screenshot({ fullPage: true }), contentType: "image/png" });
  await inlets.getByRole("button", { name: "Delete" }).click();
  await agree(page, "Delete");
  await expect(inlets.getByText("No inlets yet")).toBeVisible();
});

test("a notice is shown on a page of another origin whose policy is strict, as text, until it is dismissed", async ({
  belfry,
  page,
}, info) => {
  const message = 'Maintenance <img src="x" onerror="document.title=1"> at 18:00';
  await belfry.api("POST", "/hub/api/notifications/broadcast", { message, variant: "warning", validFor: 3600 });
  const hub = createServer((_, response) => {
    response.writeHead(200, {
      "Content-Type": "text/html",
      "Content-Security-Policy": `default-src 'none'; script-src ${belfry.url}; connect-src ${belfry.url}`,
    });
    response.end(
      `<!doctype html><title>Hub</title><script src="${belfry.url}/hub/notices.js" defer></script><main>Home</main>`,
    );
  });
  hub.listen(0, "127.0.0.1");
  await once(hub, "listening");
  try {
    const address = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`;
    await page.goto(address);
    const notices = page.getByRole("region", { name: "Notices" });
    await expect(notices.getByText(message)).toBeVisible();
    await expect(page).toHaveTitle("Hub");
    await info.attach("banner", { body: await page.screenshot(), contentType: "image/png" });
    await notices.getByRole("button", { name: `Dismiss: ${message}` }).click();
    await expect(notices.getByText(message)).toHaveCount(0);
    await page.reload();
    await expect(page.locator("belfry-notices")).toHaveCount(1);
    await expect(notices.getByText(message)).toHaveCount(0);
  } finally {
    hub.close();
    hub.closeAllConnections();
  }
});

test("a feed is made, read and revoked", async ({ belfry, page, signIn }) => {
  await signIn(page);
  await page.goto("/settings");
  const feeds = page.getByRole("region", { name: "Feeds" });
  await feeds.getByRole("button", { name: "New feed" }).click();
  const dialog = page.getByRole("dialog", { name: "New feed" });
  await dialog.getByLabel("Name").fill("reader");
  await dialog.getByRole("button", { name: "Make feed" }).click();
  await expect(feeds.getByText("Copy its address now")).toBeVisible();
  const address = await feeds.locator("code").first().innerText();
  expect(address.startsWith(`${belfry.url}/feeds/`)).toBe(true);
  expect(await (await fetch(address)).text()).toContain("<title>Notifications for admin</title>");
  await feeds.getByRole("button", { name: "Revoke reader" }).click();
  await agree(page, "Revoke");
  await expect(feeds.getByRole("button", { name: "Revoke reader" })).toHaveCount(0);
  expect((await fetch(address)).status).toBe(404);
});

test("an outlet is made, tested, sent to and paused", async ({ belfry, page, signIn }, info) => {
  const came: string[] = [];
  const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      came.push(body);
      response.writeHead(came.length > 2 ? 500 : 200).end();
    });
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  try {
    await signIn(page);
    await page.goto("/settings");
    await page.getByRole("link", { name: "Where it reaches you" }).click();
    const card = page.getByRole("region", { name: "Where it reaches you" });
    // Others that this person has are left alone.
    const called = (name: string) => card.getByRole("listitem").filter({ hasText: name });
    let mine = called(`127.0.0.1:${port}`);
    await card.getByRole("button", { name: "New outlet" }).click();
    const dialog = page.getByRole("dialog", { name: "New outlet" });
    await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
    await dialog.getByRole("button", { name: "Make outlet" }).click();
    await expect(dialog.getByText("is a private or reserved address")).toBeVisible();
    await dialog.getByLabel("Address").fill(`http://127.0.0.1:${port}/services/T0/B0/secret`);
    await accessible(page);
    await info.attach("new-outlet", { body: await page.screenshot(), contentType: "image/png" });
    await dialog.getByRole("button", { name: "Make outlet" }).click();
    await expect(card.getByText("it is not shown again")).toBeVisible();
    await mine.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText(`127.0.0.1:${port} took the test`)).toBeVisible();
    await belfry.api("PUT", "/api/origins/ways-out");
    await belfry.api("POST", "/notifications", {
      type: "note",
      origin: "ways-out",
      data: { title: "Sent out" },
      to: { users: ["admin"] },
    });
    await expect.poll(() => came.length).toBe(2);
    expect(came[1]).toContain("Sent out");
    await belfry.api("POST", "/notifications", {
      type: "note",
      origin: "ways-out",
      data: { title: "Not taken" },
      to: { users: ["admin"] },
    });
    await expect.poll(() => came.length).toBeGreaterThan(2);
    await expect(async () => {
      await page.reload();
      await expect(mine.getByText("HTTP 500").first()).toBeVisible({ timeout: 500 });
    }).toPass();
    await mine.getByRole("button", { name: "Edit" }).click();
    const editing = page.getByRole("dialog", { name: `What 127.0.0.1:${port} is told` });
    await expect(editing.getByLabel("Name")).toHaveValue(`127.0.0.1:${port}`);
    await editing.getByLabel("Name").fill("Night shift");
    await editing.getByLabel("What of it").selectOption("Errors alone");
    await editing.getByLabel("Quiet from").fill("22:00");
    await editing.getByLabel("Quiet until").fill("7");
    await editing.getByRole("button", { name: "Save" }).click();
    await expect(editing.getByText("Quiet until must be a time such as 22:00")).toBeVisible();
    await editing.getByLabel("Quiet until").fill("22:00");
    await editing.getByLabel("Quiet from").fill("22:01");
    await accessible(page);
    await info.attach("edit-outlet", { body: await page.screenshot(), contentType: "image/png" });
    await editing.getByRole("button", { name: "Save" }).click();
    mine = called("Night shift");
    await expect(mine.getByText("errors, quiet from 22:01 to 22:00")).toBeVisible();
    const where = page.getByRole("table", { name: "What goes where" });
    const ofOutlet = where.getByLabel("ways-out: Night shift");
    await ofOutlet.selectOption("Nothing");
    await expect(mine.getByText("errors; of ways-out nothing")).toBeVisible();
    await where.getByLabel("ways-out: Inbox").selectOption("Muted");
    // What it means for the outlet is said once it is done.
    await expect(ofOutlet.getByRole("option", { name: "Nothing: muted" })).toBeAttached();
    await page.reload();
    await expect(where.getByLabel("ways-out: Inbox")).toHaveValue("muted");
    await expect(ofOutlet).toHaveValue("none");
    await where.getByLabel("ways-out: Inbox").selectOption("Everything");
    await where.getByLabel("All others: Night shift").selectOption("Warnings and errors");
    await expect(mine.getByText("warnings and errors; of ways-out nothing")).toBeVisible();
    await card.getByRole("button", { name: "Mute everything until Monday" }).click();
    await expect(card.getByText("Nothing is sent anywhere")).toBeVisible();
    await accessible(page);
    await card.getByRole("button", { name: "Send again" }).click();
    await expect(card.getByRole("button", { name: "Mute everything until Monday" })).toBeVisible();
    await mine.getByRole("button", { name: "Pause" }).click();
    await expect(mine.getByText("Resting since")).toBeVisible();
    await accessible(page);
    await info.attach("outlets", { body: await page.screenshot({ fullPage: true }), contentType: "image/png" });
  } finally {
    receiver.close();
    receiver.closeAllConnections();
  }
});

test("an origin's page has its outlets: made, tested, with what became of each call", async ({
  belfry,
  page,
  signIn,
}, info) => {
  const receiver = await startReceiver();
  try {
    await belfry.api("PUT", "/api/origins/team");
    await belfry.api("PUT", "/api/origins/team/members/admin");
    await signIn(page);
    await page.goto("/admin/origins/team");
    const outlets = page.getByRole("region", { name: "Outlets" });
    await outlets.getByRole("button", { name: "New outlet" }).click();
    const dialog = page.getByRole("dialog", { name: "New outlet" });
    await expect(dialog.getByLabel("Who is told").getByRole("option", { name: "This browser" })).toHaveCount(0);
    await dialog.getByLabel("Address").fill(`${receiver.url}/services/T0/B0/secret`);
    await dialog.getByLabel("Name").fill("Slack #team");
    await dialog.getByRole("button", { name: "Make outlet" }).click();
    await expect(outlets.getByText("it is not shown again")).toBeVisible();
    await outlets.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByText("Slack #team took the test")).toBeVisible();
    receiver.answer = () => ({ status: 404 });
    await belfry.api("POST", "/notifications", { type: "note", origin: "team", data: { title: "To the team" } });
    await expect.poll(() => receiver.came.length).toBe(2);
    await expect(async () => {
      await page.reload();
      await expect(outlets.getByText("· next try")).toBeVisible({ timeout: 500 });
    }).toPass();
    await outlets.getByText("Last calls").click();
    await expect(outlets.getByText("1 notification not taken: HTTP 404")).toBeVisible();
    await expect(outlets.getByText("A test taken with HTTP 204")).toBeVisible();
    await accessible(page);
    await info.attach("origin-outlets", { body: await page.screenshot({ fullPage: true }), contentType: "image/png" });
    await outlets.getByRole("button", { name: "Delete the outlet" }).click();
    await agree(page, "Delete");
    await expect(outlets.getByText("Nowhere yet")).toBeVisible();
  } finally {
    await receiver.close();
  }
});
