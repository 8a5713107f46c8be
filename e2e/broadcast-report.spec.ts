import { broadcastDocument } from "#lib/broadcast/document.ts";
import { accessible } from "./accessible.ts";
import { agree } from "./agree.ts";
import { answer } from "./answer.ts";
import { expect, test, type Belfry } from "./fixtures.ts";

const address = "/hub/notifications";

test.beforeEach(async ({ belfry, page, signIn }) => {
  belfry.hub.reset();
  await signIn(page);
});

const send = async ({ api }: Belfry, body: object) =>
  answer(await api("POST", "/hub/api/notifications/broadcast", body), broadcastDocument);

test("says when, how long, and what to do next; names are copied, and their people written to", async ({
  belfry,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  belfry.hub.setLab({ username: "alice", behaviour: "no-extension" });
  const sent = await send(belfry, { message: "For all of you", variant: "warning", validFor: 1 });
  await page.goto(`${address}/${sent.id}`);
  await expect(page.getByText(/by admin · \d{1,2} \w{3,4}, \d\d:\d\d:\d\d · took \d/)).toBeVisible();
  await expect(page.getByText(/^Valid until \d/)).toBeVisible();
  const next = page.getByRole("region", { name: "What to do next" });
  await expect(next.getByText("Install the extension where these labs run")).toBeVisible();
  await expect(next.getByText("Ask before you retry")).toBeVisible();
  await accessible(page);

  const table = page.getByRole("region", { name: "Table of servers" });
  await table.scrollIntoViewIfNeeded();
  expect((await table.boundingBox())?.height, "it has the height of the window").toBeGreaterThan(450);
  await page.getByRole("radio", { name: /^No extension/ }).click();
  await page.getByLabel("Find a user").fill("ali");
  await page.getByRole("button", { name: "User" }).click();
  await expect(page).toHaveURL(/outcome=extension-missing.*user=ali.*sort=username/);
  await page.getByRole("region", { name: "Servers", exact: true }).getByRole("button", { name: "Copy 1 name" }).click();
  await expect(page.getByText("1 name copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("alice");

  const missing = next.getByRole("listitem").filter({ hasText: "No extension" });
  await missing.getByRole("link", { name: "Write to them…" }).click();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue("For all of you");
  await expect(page.getByRole("radio", { name: "Warning" })).toBeChecked();
  await expect(page.getByRole("list", { name: "3 chosen" })).toContainText("alice");
  await expect(page).toHaveURL(/\/hub\/notifications$/);
});

test("on paper it is all there, and nothing to press", async ({ belfry, page }) => {
  const sent = await send(belfry, { message: "To be printed" });
  await page.goto(`${address}/${sent.id}`);
  const table = page.getByRole("table");
  await expect(table).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("row")).toHaveCount(26);
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.getByRole("button", { name: /^Retry/ })).toBeHidden();
  await expect(page.getByRole("heading", { name: "To be printed" })).toBeVisible();
});

test("past, coming and running ones stand apart", async ({ belfry, page }) => {
  await send(belfry, { message: "It was", recipients: ["alice"] });
  await send(belfry, { message: "It is", recipients: ["alice"], validFor: 3600 });
  const coming = await send(belfry, { message: "It will be", sendAt: "2099-01-31T09:00:00Z", validFor: 28_800 });
  await page.goto(`${address}?broadcast=${coming.id}`);
  await expect(page.getByText("Valid for 8 hours")).toBeVisible();
  for (const [name, message] of [
    ["Coming", "It will be"],
    ["Running", "It is"],
    ["Past broadcasts", "It was"],
  ] as const) {
    const list = page.getByRole("region", { name, exact: true });
    await expect(list.getByRole("listitem").filter({ hasText: message })).toHaveCount(1);
    for (const other of ["It will be", "It is", "It was"].filter((text) => text !== message))
      await expect(list.getByRole("listitem").filter({ hasText: other })).toHaveCount(0);
  }
  await accessible(page);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await agree(page, "Cancel broadcast");
  await expect(page.getByRole("heading", { name: "Coming" })).toHaveCount(0);
});
