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
  await expect(page.getByRole("heading", { name: /POST \/hub\/api\/notifications\/broadcast Send/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("the reference is drawn once, stands without scripts, and costs 304 from then on", async ({ belfry, browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: "dark" });
  const answer = await page.goto(`${belfry.url}/docs`);
  const headers = answer?.headers() ?? {};
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src/);
  expect(await answer?.text()).not.toContain("<script");
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
  await page.close();
});
