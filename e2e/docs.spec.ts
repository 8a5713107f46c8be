import { execFile } from "node:child_process";
import { promisify } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import { version } from "#lib/version.ts";
import { expect, test } from "./fixtures.ts";

test("the reference needs no account, names every path, and axe finds nothing", async ({ belfry, page }) => {
  await page.goto("/docs");
  const { paths } = (await (await fetch(`${belfry.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const endpoints = Object.values(paths).flatMap((methods) => Object.keys(methods));
  expect(endpoints.length).toBeGreaterThan(30);
  await expect(page.getByRole("article")).toHaveCount(endpoints.length);
  await expect(page.getByRole("contentinfo")).toHaveText(`Belfry ${version}`);
  await expect(page.getByRole("article").first()).toContainText("POST /notifications");
  await expect(page.getByRole("heading", { name: /POST \/hub\/api\/notifications\/broadcast Send/ })).toBeVisible();
  // A link leads to a shape, and unfolds it.
  await page.getByRole("link", { name: "Broadcast", exact: true }).first().click();
  await expect(page.locator("#Broadcast").getByText("stillToCome").first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("the reference is drawn once, stands without scripts, and costs 304 from then on", async ({ belfry, browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: "dark" });
  const answer = await page.goto(`${belfry.url}/docs`);
  const headers = answer?.headers() ?? {};
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'sha256-\S+'; style-src/);
  expect((await answer?.text())?.match(/<script/g)).toHaveLength(1);
  await expect(page.getByRole("heading", { name: "API", exact: true })).toBeVisible();
  await expect(page.getByRole("article").first()).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe("rgb(255, 255, 255)");
  for (const path of ["/docs", "/api/openapi.json"]) {
    const first = await fetch(belfry.url + path);
    await first.arrayBuffer();
    const etag = first.headers.get("etag") ?? "";
    const again = await fetch(belfry.url + path, { headers: { "if-none-match": etag } });
    expect([again.status, again.headers.get("etag")], path).toEqual([304, etag]);
  }
  // The language of the examples is chosen without a script too.
  const examples = page.getByRole("article").first();
  await expect(examples.getByRole("region", { name: "POST /notifications, in curl" })).toBeVisible();
  await page.locator("label").filter({ hasText: "Python" }).click();
  await expect(page.getByRole("radio", { name: "Python" })).toBeChecked();
  await expect(examples.getByRole("region", { name: "POST /notifications, in Python" })).toContainText("belfry.post(");
  await expect(examples.getByText("curl", { exact: false })).toBeHidden();
  await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
  await page.close();
});

test("publish and list do what the reference shows, as they are copied from it", async ({ belfry, browser }) => {
  for (const [path, status] of Object.entries({ core: 204, "core/members/admin": 204 }))
    expect((await belfry.api("PUT", `/api/origins/${path}`)).status).toBe(status);
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${belfry.url}/docs`);
  const answers: unknown[] = [];
  for (const name of ["POST /notifications, in curl", "GET /notifications, in curl"]) {
    await page.getByRole("button", { name: `Copy: ${name}`, exact: true }).click();
    await expect(page.getByRole("button", { name: "Copied" }).first()).toBeVisible();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const env = { ...process.env, BELFRY_URL: belfry.url, BELFRY_TOKEN: belfry.admin.token };
    const { stdout } = await promisify(execFile)("bash", ["-c", command], { env });
    answers.push(JSON.parse(stdout));
  }
  const [{ id }, [{ notifications }]] = answers as [{ id: number }, [{ notifications: { id: number }[] }]];
  expect(notifications[0]?.id).toBe(id);
  await context.close();
});
