import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { manualAddresses } from "#lib/http/manual-addresses.ts";
import { version } from "#lib/version.ts";
import { accessible, violationsOn } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

test("the documentation is found from the foot of a page, searched by the keyboard, and axe finds nothing", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await page.getByRole("contentinfo").getByRole("link", { name: "Documentation" }).click();
  await expect(page).toHaveTitle("Documentation · Belfry");
  // It is there with its script, which hears the keys: before, the page only stands.
  await expect(page.getByRole("searchbox")).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("backup rest");
  await expect(page.getByRole("search").getByRole("status")).toHaveText(/^\d+ found$/);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: /^Backup and restore/ })).toBeFocused();
  await accessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/docs\/operations#backup-and-restore$/);
  await expect(page.getByRole("heading", { name: "Backup and restore" })).toBeInViewport();
  await expect(page.getByRole("navigation").locator('[aria-current="page"]').first()).toHaveText("Operations");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await accessible(page);
  // The reference stood there: who comes by an old link is sent on.
  await page.goto("/docs#errors");
  await expect(page).toHaveURL(/\/docs\/reference#errors$/);
});

test("every page of it answers, stays in memory and brings its pictures; what is none is said to be none", async ({
  belfry,
}) => {
  const asked = async (path: string, headers?: Record<string, string>) => {
    const answer = await fetch(belfry.url + path, { ...(headers && { headers }), redirect: "manual" });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  for (const path of manualAddresses) {
    const first = await asked(path);
    expect([first.status, first.headers.get("content-security-policy")?.slice(0, 18)], path).toEqual([
      200,
      "default-src 'none'",
    ]);
    const again = await asked(path, { "if-none-match": first.headers.get("etag") ?? "" });
    expect(again.status, path).toBe(304);
  }
  const [, picture = ""] = /<img [^>]*src="([^"]+\.png)"/.exec((await asked("/docs/centre")).text) ?? [];
  expect([(await asked(picture)).status, (await asked("/docs/not-there")).status]).toEqual([200, 404]);
  const moved = await asked("/docs/operations.md");
  expect([moved.status, moved.headers.get("location")]).toEqual([308, "/docs/operations"]);
});

test("the reference needs no account, names every path, and axe finds nothing", async ({ belfry, page }) => {
  await page.goto("/docs/reference");
  const { paths } = (await (await fetch(`${belfry.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const endpoints = Object.values(paths).flatMap((methods) => Object.keys(methods));
  expect(endpoints.length).toBeGreaterThan(30);
  await expect(page.getByRole("article")).toHaveCount(endpoints.length);
  await expect(page.getByRole("contentinfo")).toContainText(`Belfry ${version}`);
  await expect(page.getByRole("article").first()).toContainText("POST /notifications");
  await expect(page.getByRole("heading", { name: /POST \/hub\/api\/notifications\/broadcast Send/ })).toBeVisible();
  // A link leads to a shape, and unfolds it.
  await page.getByRole("link", { name: "Broadcast", exact: true }).first().click();
  await expect(page.locator("#Broadcast").getByText("stillToCome").first()).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
});

test("the reference is drawn once, stands without scripts, and costs 304 from then on", async ({ belfry, browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, colorScheme: "dark" });
  const answer = await page.goto(`${belfry.url}/docs/reference`);
  const headers = answer?.headers() ?? {};
  expect(headers["content-security-policy"]).toMatch(
    /^default-src 'none'; script-src 'sha256-\S+' 'sha256-\S+'; style-src/,
  );
  expect((await answer?.text())?.match(/<script/g)).toHaveLength(2);
  await expect(page.getByRole("heading", { name: "API reference", exact: true })).toBeVisible();
  await expect(page.getByRole("article").first()).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe("rgb(255, 255, 255)");
  for (const path of ["/docs/reference", "/api/openapi.json"]) {
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
  await page.getByRole("link", { name: "All documentation" }).click();
  await expect(page.getByRole("searchbox")).toHaveCount(0);
  await page.getByRole("article").getByRole("link", { name: "Broadcasting" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Broadcasting" })).toBeVisible();
  await page.close();
});

test("publish and list do what the reference shows, as they are copied from it", async ({ belfry, browser }) => {
  for (const [path, status] of Object.entries({ core: 204, "core/members/admin": 204 }))
    expect((await belfry.api("PUT", `/api/origins/${path}`)).status).toBe(status);
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${belfry.url}/docs/reference`);
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
