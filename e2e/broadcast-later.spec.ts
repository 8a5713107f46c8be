import { broadcastDocument } from "#lib/broadcast/document.ts";
import { accessible } from "./accessible.ts";
import { answer } from "./answer.ts";
import { expect, test } from "./fixtures.ts";

const address = "/hub/notifications";

test.beforeEach(async ({ belfry, page, signIn }) => {
  belfry.hub.reset();
  await signIn(page);
  await page.goto(address);
});

test("before sending, the page says which labs would show it, sends nothing, and has all ready for the send", async ({
  belfry,
  page,
}) => {
  await page.getByLabel("Message", { exact: true }).fill("Not sent yet");
  await expect(page.getByText(/^\d+ ready$/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("2 without the extension")).toBeVisible();
  const again = page.getByRole("button", { name: "Check again" });
  await expect(again).toBeEnabled();
  belfry.hub.setLab({ username: "alice", behaviour: "no-extension" });
  await again.click();
  await expect(page.getByText("3 without the extension")).toBeVisible({ timeout: 20_000 });
  await page.getByText("Without the extension: who and why").click();
  await expect(page.getByRole("listitem").filter({ hasText: "alice: the extension is not installed" })).toBeVisible();
  await page.getByText("Unreachable: who and why").click();
  await accessible(page);
  const send = page.getByRole("button", { name: /^Send/ });
  await expect(send).toHaveText("Send to 25 labs");
  await page.getByRole("button", { name: "Leave out alice" }).click();
  await expect(page.getByRole("radio", { name: "All but" })).toBeChecked();
  await expect(page.getByRole("list", { name: "1 left out" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Leave out alice" })).toHaveCount(0);
  await expect(send).not.toHaveText("Send to 25 labs");
  await page.getByRole("button", { name: "Only these" }).first().click();
  await expect(page.getByRole("list", { name: "3 chosen" })).toBeVisible();
  await page.getByRole("button", { name: "Remove all" }).click();
  await page.getByLabel("Search users").focus();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "alice, bob\nnobody-known");
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await expect(page.getByRole("list", { name: "3 chosen" })).toBeVisible();
  await expect(page.getByText("unknown to the hub")).toBeVisible();
  await page.getByRole("radio", { name: "All", exact: true }).first().click();
  expect(belfry.hub.state()).toMatchObject({ minted: 25, totals: { arrivals: 0 } });

  await page.getByRole("button", { name: /^Send/ }).click();
  await expect(page.getByText(/of 25 delivered/).first()).toBeVisible({ timeout: 20_000 });
  expect(belfry.hub.state(), "each lab is rung with its token of the check").toMatchObject({ minted: 25, leaks: [] });
});

test("scheduled in the browser's zone, changed, and taken back before it starts", async ({ belfry, page }) => {
  await page.getByLabel("Message", { exact: true }).fill("Later today");
  await page.getByRole("radio", { name: "At a time" }).click();
  await page.getByLabel("Send at").fill("2020-01-01T09:00");
  await expect(page.getByText("That time has passed; choose a later one")).toBeVisible();
  await page.getByLabel("Send at").fill("2099-01-31T09:00");
  await page.getByLabel("Valid for").selectOption("8 hours");
  await page.getByRole("button", { name: /^Schedule for 31 Jan/ }).click();
  await expect(page.getByText("Scheduled", { exact: true }).first()).toBeVisible();

  await page.getByRole("button", { name: "Edit" }).click();
  await expect(page.getByLabel("Valid for")).toHaveValue("28800");
  await page.getByLabel("Message", { exact: true }).fill("Later still");
  await page.getByRole("button", { name: /^Save for 31 Jan/ }).click();
  await expect(page.getByRole("heading", { name: "Later still" })).toBeVisible();

  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel broadcast" }).click();
  await expect(page.getByText("Taken back", { exact: true }).first()).toBeVisible();
  expect(belfry.hub.state().totals.arrivals).toBe(0);
});

test("the report of one: failed ones are retried alone, unknown ones only after a warning", async ({
  belfry,
  page,
}) => {
  belfry.hub.setLab({ username: "alice", behaviour: "no-extension" });
  belfry.hub.setLab({ username: "bob", behaviour: "hung" });
  const sent = await answer(
    await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "For two", recipients: ["alice", "bob"] }),
    broadcastDocument,
  );
  expect(sent.outcomes).toMatchObject({ "extension-missing": 1, unknown: 1 });
  await page.goto(`${address}/${sent.id}`);
  await expect(page.getByRole("heading", { name: "For two" })).toBeVisible();
  await expect(page.getByText(/^Half within/)).toBeVisible();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await accessible(page);
  }
  await expect(page.getByRole("link", { name: "CSV" })).toHaveAttribute("href", new RegExp(`${sent.id}/csv$`));

  belfry.hub.setLab({ username: "alice", behaviour: "healthy" });
  belfry.hub.setLab({ username: "bob", behaviour: "healthy" });
  const before = belfry.hub.lab("bob").arrivals.length;
  // Its labs answer before it does itself.
  const asked = Promise.withResolvers<undefined>();
  await page.route(`**${address}/*`, async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const response = await route.fetch();
    await asked.promise;
    await route.fulfill({ response });
  });
  await page.getByRole("button", { name: "Retry failed (1)" }).click();
  await expect(page.getByRole("button", { name: "Retry the 1 unknown…" })).toBeVisible({ timeout: 20_000 });
  expect(belfry.hub.lab("bob").arrivals).toHaveLength(before);

  await page.getByRole("button", { name: "Retry the 1 unknown…" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("shown it twice");
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  asked.resolve(undefined);
  await answered;
  await accessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("region", { name: "Result" }).getByText("3 of 3 delivered")).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Queued/ }), "the table is as new as the result").toHaveCount(0);
  await expect(page.getByRole("button", { name: /unknown/ })).toHaveCount(0);
  expect(belfry.hub.lab("bob").arrivals).toHaveLength(before + 1);
});

test("a broadcast that does not exist has no report", async ({ page }) => {
  expect((await page.goto(`${address}/999999`))?.status()).toBe(404);
  await expect(page).toHaveTitle(/Not found · Belfry$/);
  expect((await page.goto(`${address}/none`))?.status()).toBe(404);
});

test("a saved message asks for its variables, and what is sent is what counts", async ({ page }) => {
  const message = page.getByLabel("Message", { exact: true });
  await message.fill(`{name}: at {time} ${"x".repeat(118)}`);
  await expect(page.getByText("{name}, {time}: sent as it stands", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Save this message" }).click();
  await expect(page.getByText("Message saved")).toBeVisible();
  await message.fill("");
  await page.getByRole("button", { name: "Saved messages" }).click();
  const saved = page.getByRole("list", { name: "Kept for the next time" });
  await saved.getByRole("button", { name: /^Info: \{name\}: at/ }).click();
  const group = page.getByRole("group", { name: "Fill in the saved message" });
  const use = group.getByRole("button", { name: "Use this message" });
  await expect(group.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(saved.getByRole("button", { name: /^Info: \{name\}: at/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(group.getByLabel("Name")).toBeFocused();
  await expect(use).toBeDisabled();
  await group.getByLabel("Name").fill("The whole cluster");
  await group.getByLabel("Time").fill("18:00");
  await expect(group.getByText("Message is 146 characters; 140 fit")).toBeVisible();
  await expect(use).toBeDisabled();
  await accessible(page);
  await group.getByLabel("Name").fill("Cluster");
  await group.getByLabel("Name").press("Enter");
  await expect(message).toHaveValue(`Cluster: at 18:00 ${"x".repeat(118)}`);
  await expect(message).toBeFocused();
  await expect(page.getByText("136/140")).toBeVisible();
  await page.getByRole("button", { name: "Saved messages" }).click();
  await saved.getByRole("button", { name: /^Remove “\{name\}: at/ }).press("Enter");
  await expect(page.getByText("No message is saved yet.")).toBeVisible();
  await expect(page.getByRole("group", { name: "Saved messages" })).toBeFocused();
});

test("saved messages of any length fit on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByLabel("Message", { exact: true }).fill(`Maintenance of ${"everything ".repeat(10)}`);
  await page.getByRole("button", { name: "Save this message" }).click();
  await expect(page.getByText("Message saved")).toBeVisible();
  await page.getByRole("button", { name: "Saved messages" }).click();
  const remove = page.getByRole("button", { name: /^Remove “Maintenance of everything/ });
  await expect(remove).toBeVisible();
  await accessible(page);
  await remove.click();
  await expect(remove).toHaveCount(0);
});

test("a message is saved, taken up and removed", async ({ page }) => {
  const message = page.getByLabel("Message", { exact: true });
  await message.fill("Weekly reboot at 07:00");
  await page.getByRole("radio", { name: "Warning" }).click();
  await page.getByRole("button", { name: "Save this message" }).click();
  await expect(page.getByText("Message saved")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Saved messages" }).click();
  await page
    .getByRole("list", { name: "Kept for the next time" })
    .getByRole("button", { name: /^Warning: Weekly reboot/ })
    .click();
  await expect(message).toHaveValue("Weekly reboot at 07:00");
  await expect(page.getByRole("radio", { name: "Warning" })).toBeChecked();
  await page.getByRole("button", { name: "Saved messages" }).click();
  await accessible(page);
  await page.getByRole("button", { name: "Remove “Weekly reboot at 07:00”" }).click();
  await expect(page.getByText("No message is saved yet.")).toBeVisible();
});

test("what is done to a saved message goes on while their list is hidden, and is told when it fails", async ({
  page,
}) => {
  await page.getByLabel("Message", { exact: true }).fill("Weekly reboot at 08:00");
  await page.getByRole("button", { name: "Save this message" }).click();
  await expect(page.getByText("Message saved")).toBeVisible();
  const list = page.getByRole("button", { name: /aved messages$/ });
  await list.click();
  const remove = page.getByRole("button", { name: "Remove “Weekly reboot at 08:00”" });
  let fail = () => undefined as void;
  const held = new Promise<void>((resolve) => (fail = resolve));
  await page.route("**/hub/notifications", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await held;
    await route.abort();
  });
  await remove.click();
  await list.click();
  await expect(remove).toHaveCount(0);
  await list.click();
  await expect(remove).toHaveAttribute("aria-busy", "true");
  await list.click();
  fail();
  await expect(page.getByRole("alert").filter({ hasText: "The message was not removed" })).toBeVisible();
  await page.unroute("**/hub/notifications");
  await list.click();
  await remove.click();
  await expect(remove).toHaveCount(0);
});
