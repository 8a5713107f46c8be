import { accessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

const address = "/hub/notifications";

test.beforeEach(async ({ belfry, page, signIn }) => {
  belfry.hub.reset();
  await signIn(page);
  await page.goto(address);
});

test("the counter counts what people see, shows what is too long, and says why it can't be sent", async ({ page }) => {
  const message = page.getByLabel("Message");
  const send = page.getByRole("button", { name: /^Send/ });
  await expect(send).toBeDisabled();
  await message.fill("Maintenance at 18:00 🔔");
  await expect(page.getByText("22/140")).toBeVisible();
  await expect(send).toBeEnabled();
  await message.fill("🔔".repeat(140));
  await expect(page.getByText("140/140")).toBeVisible();
  await expect(send).toBeEnabled();
  await message.fill("x".repeat(152));
  await expect(page.getByText("152/140")).toBeVisible();
  await expect(page.getByText("Message is 152 characters; 140 fit")).toBeVisible();
  await expect(message).toHaveValue("x".repeat(152));
  await expect(send).toBeDisabled();
});

test("a message to a mixed hub: the summary, the table, the history", async ({ belfry, page }) => {
  await page.getByLabel("Message").fill("Maintenance at 18:00");
  await page.getByRole("radio", { name: "Warning" }).click();
  await accessible(page);
  const send = page.getByRole("button", { name: "Send to 25 labs" });
  await send.click();
  await expect(page.getByText("19 of 25 delivered")).toBeVisible({ timeout: 20_000 });

  await expect(page.getByText("Notification extension not installed").first()).toBeVisible();
  await expect(page.getByText("pip install jupyterlab_notifications_extension")).toBeVisible();
  await page.getByRole("radio", { name: /No extension/ }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await accessible(page);

  const shown = belfry.hub.labs().flatMap(({ arrivals }) => arrivals.filter((arrival) => arrival.shown));
  expect(shown).toHaveLength(19);
  expect(shown.every(({ body }) => body?.type === "warning" && body.autoClose === false)).toBe(true);

  await page.getByRole("button", { name: "User" }).click();
  await page.getByRole("radio", { name: "30 d" }).click();
  await page.reload();
  await expect(page.getByRole("radio", { name: /No extension/ })).toBeChecked();
  await expect(page.getByRole("columnheader", { name: "User" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("row")).toHaveCount(3);
  await expect(page.getByRole("radio", { name: "30 d" })).toBeChecked();
  await expect(page.getByRole("heading", { name: "Past broadcasts" })).toBeVisible();
  await expect(page.getByText("19/25").first()).toBeVisible();

  await page.getByRole("button", { name: /^Write to those without it \(\d\)…$/ }).click();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue("Maintenance at 18:00");
  await expect(page.getByRole("list", { name: /^[34] chosen$/ })).toBeVisible();
});

test("chosen people, a closing time, and nobody rung twice by an impatient hand", async ({ belfry, page }) => {
  await page.getByLabel("Message").fill("Only for two of you");
  await page.getByRole("switch", { name: "Auto-close" }).click();
  await page.getByRole("radio", { name: "Chosen" }).click();
  await page.getByRole("combobox", { name: "Search users" }).fill("bob");
  await page.getByRole("option", { name: /^bob/ }).click();
  await page.keyboard.press("Escape");
  const send = page.getByRole("button", { name: /^Send/ });
  await send.dblclick();
  await expect(page.getByText("1 of 1 delivered")).toBeVisible();
  expect(belfry.hub.lab("bob").arrivals.map(({ body }) => body?.autoClose)).toEqual([5000]);
  expect(belfry.hub.state().totals.arrivals).toBe(1);
});

test("a group, somebody without a lab and a name the hub doesn't know: marked before, named after", async ({
  belfry,
  page,
}) => {
  belfry.hub.setUser({ username: "bob", groups: ["core"] });
  belfry.hub.setUser({ username: "dora", groups: ["core"] });
  await page.getByLabel("Message").fill("For the core group");
  await page.getByRole("radio", { name: "Chosen" }).click();
  const search = page.getByRole("combobox", { name: "Search users" });
  for (const name of ["dora", "group:core", "nobody-known"]) {
    await search.fill(name);
    await page.getByRole("option", { name: new RegExp(`^${name}`) }).click();
  }
  const chosen = page.getByRole("list", { name: "3 chosen" });
  await expect(chosen.getByRole("listitem").filter({ hasText: "nobody-known" })).toContainText("unknown to the hub");
  await expect(chosen.getByRole("listitem").filter({ hasText: "dora" })).toContainText("inbox only");
  await accessible(page);
  await page.getByRole("button", { name: "Send to 1 lab" }).click();
  await expect(page.getByText("1 of 1 delivered")).toBeVisible();
  await expect(page.getByText("To 2 people and 1 group")).toBeVisible();
  await expect(page.getByText("The hub doesn’t know 1 recipient")).toBeVisible();
  await expect(page.getByText("nobody-known. They got nothing.")).toBeVisible();
  expect(belfry.hub.lab("bob").arrivals).toHaveLength(1);

  belfry.hub.setHub({ scopes: ["list:users", "read:servers", "tokens"] });
  await page.getByLabel("Message").fill("For a group that is not shown");
  await page.getByRole("radio", { name: "Chosen" }).click();
  // Not asked about before, when the hub showed its groups.
  await search.fill("group:astronomy");
  await page.getByRole("option", { name: /^group:astronomy/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "read:users:groups" }).first()).toBeVisible();
  await page.getByRole("button", { name: /^Send/ }).click();
  await expect(page.getByText("Nothing was sent", { exact: true })).toBeVisible();
});

test("scripts: none of whom the hub knows is refused with a word for each", async ({ belfry }) => {
  const refused = await belfry.api("POST", "/hub/api/notifications/broadcast", {
    message: "Is anybody there",
    recipients: ["nobody-known", "group:none"],
  });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    detail: "The hub knows none of the recipients: nobody-known, group:none.",
    errors: [{ path: "recipients.0" }, { path: "recipients.1" }],
  });
});

test("after a send nothing says that the message is empty, and what was just sent has no date", async ({ page }) => {
  await page.getByLabel("Message").fill("\u05e9\u05dc\u05d5\u05dd");
  await expect(page.getByLabel("Message")).toHaveCSS("direction", "rtl");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText(/of 25 delivered/).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByLabel("Message")).toHaveValue("");
  await expect(page.getByRole("status").filter({ hasText: "Message is empty" })).toHaveCount(0);
  const sent = page.getByRole("listitem").filter({ hasText: "\u05e9\u05dc\u05d5\u05dd" }).first();
  await expect(sent.locator("time")).toHaveText(/just now|ago/);
});

test("clearing the history asks first", async ({ page }) => {
  await page.getByLabel("Message").fill("To be cleared");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText(/of 25 delivered/).first()).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await page.getByRole("button", { name: "Clear…" }).click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog).toBeVisible();
  await accessible(page);
  await dialog.getByRole("button", { name: "Clear" }).click();
  await expect(page.getByText(/past broadcasts? cleared/)).toBeVisible();
});

test("a hub that is down is said, and nothing is lost", async ({ belfry, page }) => {
  await page.getByLabel("Message").fill("Into the void");
  belfry.hub.setHub({ mode: "down" });
  await page.getByRole("button", { name: /^Send/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: /hub/i })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel("Message")).toHaveValue("Into the void");
  belfry.hub.setHub({ mode: "up" });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`at phone width, ${colorScheme}: nothing is cut off and axe finds nothing`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.emulateMedia({ colorScheme });
    await page.reload();
    await expect(page.getByRole("heading", { name: "Compose" })).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await accessible(page);
  });
}
