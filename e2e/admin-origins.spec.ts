import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { accessible } from "./accessible.ts";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, startBelfry, test } from "./fixtures.ts";

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
  const waiting = page.getByRole("region", { name: "Members from their first sign-in on" });
  await expect(waiting.getByText("nobody-here")).toBeVisible();
  await accessible(page);
  await waiting.getByRole("button", { name: "Remove nobody-here" }).click();
  await expect(waiting).toBeHidden();
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
