import { accessible } from "./accessible.ts";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, test } from "./fixtures.ts";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";

test("the audit log tells an admin who did what, and is found by name, kind and time", async ({
  belfry,
  browser,
  page,
  signIn,
}) => {
  await signIn(page);
  const password = await makeAccount(page, "audited");
  for (const address of ["/api/origins/core", "/api/origins/core/members/audited"]) await belfry.api("PUT", address);
  await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Written down" });
  await signInAsProgram(belfry.url, { username: "audited", password: "guessed" });

  await page.getByRole("button", { name: "admin", exact: true }).click();
  await page.getByRole("menuitem", { name: "Audit log" }).click();
  const log = page.getByRole("table", { name: "Audit log" });
  const row = (text: string | RegExp) => log.getByRole("row").filter({ hasText: text });
  await expect(row("made audited a member of core")).toContainText("with a token");
  await expect(row(/sent broadcast \d+/).first()).toContainText("“Written down” · to everyone");
  await expect(row("failed to sign in").first()).toContainText("audited");
  await expect(row("made the account audited")).toContainText("admin");
  expect(await page.content()).not.toContain(password);
  await accessible(page);

  await page.getByRole("radio", { name: /Sign-ins/ }).click();
  await expect(row("made the account audited")).toHaveCount(0);
  await expect(row("failed to sign in").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Find a name" }).fill("nobody at all");
  await expect(page.getByText("Nothing was done by or to “nobody at all” in this time")).toBeVisible();
  await page.goto("/admin/audit?area=accounts&since=day&find=audited");
  await expect(row("made the account audited")).toBeVisible();
  await page.goto("/admin/audit?area=tea&since=never&page=-3");
  await expect(row("made the account audited")).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/admin/audit");
  await expect(row("made the account audited")).toContainText("admin");
  await accessible(page);
  await page.screenshot({ path: test.info().outputPath("audit-phone-dark.png") });

  const member = await windowOf(browser, belfry, signIn, { username: "audited", password });
  expect((await member.goto("/admin/audit"))?.status()).toBe(403);
  await member.context().close();
});
