import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";

test("the reference needs no account, names every path, and axe finds nothing", async ({ belfry, page }) => {
  await page.goto("/docs");
  const { paths } = (await (await fetch(`${belfry.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const endpoints = Object.values(paths).flatMap((methods) => Object.keys(methods));
  expect(endpoints.length).toBeGreaterThan(30);
  await expect(page.getByRole("article")).toHaveCount(endpoints.length);
  await expect(page.getByRole("heading", { name: /POST \/hub\/api\/notifications\/broadcast Send/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
