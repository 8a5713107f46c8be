import { accessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

test.beforeEach(async ({ belfry, page, signIn }) => {
  belfry.hub.reset();
  await signIn(page);
  await page.goto("/hub/notifications");
});

for (const { width, height } of [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
])
  test(`at ${width}×${height} Send stays in sight, with how many it reaches`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.getByLabel("Message", { exact: true }).fill("Maintenance at 18:00");
    const send = page.getByRole("button", { name: "Send to 25 labs" });
    await expect(send).toBeInViewport({ ratio: 1 });
    await page.getByRole("radio", { name: "Chosen" }).click();
    await expect(page.getByRole("combobox", { name: "Search users" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Send/ })).toBeInViewport({ ratio: 1 });
    await page.getByRole("combobox", { name: "Search users" }).focus();
    await expect(page.getByRole("combobox", { name: "Search users" })).toBeInViewport({ ratio: 1 });
    if (width >= 1280) {
      await expect(page.getByText("Ctrl Enter does the same")).toHaveCount(0);
      await expect(page.getByText("Choose somebody first.")).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole("heading", { name: "In JupyterLab" })).toBeInViewport({ ratio: 1 });
    }
    await accessible(page);
  });

test("all but some: a pasted list, a group, and whose labs are idle for long", async ({ belfry, page }) => {
  const { hub } = belfry;
  hub.setUser({ username: "ann.lee", groups: ["core"] });
  hub.lab("alice").startedISO = new Date(Date.now() - 2 * 24 * 3_600_000).toISOString();
  await page.reload();
  await page.getByLabel("Message", { exact: true }).fill("Not for all of you");
  await page.getByRole("radio", { name: "All but" }).click();
  await expect(page.getByText("Choose somebody first.")).toBeVisible();
  await page.getByRole("combobox", { name: "Search users" }).focus();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "bob, nobody-known, group:core");
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  const leftOut = page.getByRole("list", { name: "3 left out" });
  await expect(leftOut.getByRole("listitem").filter({ hasText: "nobody-known" })).toContainText("unknown to the hub");
  await page.getByLabel("By their labs").selectOption("Idle for 1 day");
  await page.getByRole("button", { name: "Leave out 1 person" }).click();
  await expect(page.getByRole("list", { name: "4 left out" })).toContainText("alice");
  await page.getByLabel("By their labs").selectOption("Started before");
  await expect(page.getByRole("button", { name: "Leave out 0 people" })).toBeDisabled();
  await page.getByLabel("Labs started before").fill("2099-01-01T00:00");
  await expect(page.getByRole("button", { name: /^Leave out \d\d people/ })).toBeEnabled();
  await accessible(page);
  await page.getByRole("button", { name: /^Send to \d+ labs$/ }).click();
  await expect(page.getByText("To everybody but 3 people and 1 group")).toBeVisible();
  await expect(page.getByText(/\d+ of \d+ delivered/).first()).toBeVisible();
  const shown = () => hub.labs().flatMap(({ username, arrivals }) => (arrivals.length > 0 ? [username] : []));
  await expect.poll(() => shown().length).toBeGreaterThan(10);
  for (const name of ["alice", "bob", "ann.lee"]) expect(shown()).not.toContain(name);
});

test("after a send all is back at its default, and said so", async ({ page }) => {
  const message = page.getByLabel("Message", { exact: true });
  await message.fill("Everything on it changed");
  await page.getByRole("radio", { name: "Error" }).click();
  await page.getByRole("switch", { name: "Auto-close" }).click();
  await page.getByRole("radio", { name: "Chosen" }).click();
  await page.getByRole("combobox", { name: "Search users" }).fill("bob");
  await page.getByRole("option", { name: /^bob/ }).click();
  await page.getByLabel("Valid for").selectOption("8 hours");
  await page.getByRole("button", { name: "Send to 1 lab" }).click();
  await expect(page.getByText("Sent. All on the form is back at its default.")).toBeVisible();
  await expect(message).toHaveValue("");
  await expect(page.getByRole("radio", { name: "Info", exact: true })).toBeChecked();
  await expect(page.getByRole("switch", { name: "Auto-close" })).not.toBeChecked();
  await expect(page.getByRole("radio", { name: "All", exact: true }).first()).toBeChecked();
  await expect(page.getByLabel("Valid for")).toHaveValue("none");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel broadcast" }).click();

  await page.getByRole("button", { name: "Write again…" }).click();
  await expect(message).toHaveValue("Everything on it changed");
  await expect(page.getByRole("list", { name: "1 chosen" })).toContainText("bob");
  await expect(page.getByText("Sent. All on the form")).toHaveCount(0);
  await page.reload();
  await expect(message).toHaveValue("Everything on it changed");
});

test("a send that is held goes out after five seconds, unless it is taken back or changed", async ({
  belfry,
  page,
}) => {
  const message = page.getByLabel("Message", { exact: true });
  await message.fill("Held");
  await page.getByRole("switch", { name: "Hold for 5 s" }).click();
  const send = page.getByRole("button", { name: /^Send/ });
  for (const takeBack of [
    () => page.getByRole("button", { name: "Cancel" }).click(),
    () => page.keyboard.press("Escape"),
    () => page.getByRole("radio", { name: "Warning" }).click(),
  ]) {
    await send.click();
    await expect(send).toHaveText(/^Sending in \d s$/);
    await takeBack();
    await expect(send).toHaveText("Send to 25 labs");
  }
  await accessible(page);
  await page.reload();
  await expect(page.getByRole("switch", { name: "Hold for 5 s" })).toBeChecked();
  expect(belfry.hub.state().totals.arrivals).toBe(0);
  await send.click();
  await accessible(page);
  await expect(page.getByText(/of 25 delivered/).first()).toBeVisible();
  expect(belfry.hub.lab("bob").arrivals).toHaveLength(1);
});
