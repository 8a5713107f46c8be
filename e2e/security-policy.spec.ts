import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const pages = [
  "/",
  "/?origin=core",
  "/hub/notifications",
  "/settings",
  "/admin/origins",
  "/admin/origins/core",
  "/admin/people",
  "/admin/audit",
  "/nowhere",
];

/** What the browser refused to run or load on a page. */
async function watchPolicy(page: Page): Promise<string[]> {
  const broken: string[] = [];
  await page.exposeFunction("policyBroken", (what: string) => broken.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      (window as unknown as { policyBroken: (what: string) => void }).policyBroken(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  return broken;
}

test("every page runs under a strict policy, with scripts by its own nonce alone", async ({ belfry, page, signIn }) => {
  const broken = await watchPolicy(page);
  await belfry.api("PUT", "/api/origins/core");
  const sent = await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Under a policy" });
  const { id } = (await sent.json()) as { id: number };
  await page.goto("/sign-in");
  await signIn(page);
  const nonces = new Set<string>();
  for (const path of [...pages, `/hub/notifications/${id}`]) {
    const answer = await page.goto(path);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts, path).toMatch(/^'self' 'nonce-[\w+/=]{22,}'$/);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("object-src 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? "";
    nonces.add(nonce);
    const html = (await answer?.text()) ?? "";
    const unsigned = [...html.matchAll(/<script\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes(`nonce="${nonce}"`));
    expect(unsigned, path).toEqual([]);
    expect(html, path).not.toMatch(/\son\w+="|href="javascript:/);
  }
  // Dialogs, menus and toasts come in later.
  await page.goto("/hub/notifications");
  await page.getByLabel("Message").fill("Hello");
  await page.getByRole("button", { name: /^Send/ }).click();
  await expect(page.getByText(/of \d+ delivered/).first()).toBeVisible();
  await page.getByRole("button", { name: "admin" }).click();
  await expect(page.getByRole("menuitem", { name: "Audit log" })).toBeVisible();
  expect(nonces.size).toBe(pages.length + 1);
  expect(broken).toEqual([]);
});

test("a page that nobody has is one of ours, whatever its address begins with", async ({ belfry }) => {
  for (const path of [
    "/docsx",
    "/notificationsx",
    "/notifications/a/b/c",
    "/metricsx",
    "/healthzx",
    "/iconic",
    "/favicons",
    "/apiary",
    "/icon.svg/x",
  ]) {
    const response = await fetch(belfry.url + path);
    expect(response.status, path).toBe(404);
    const nonce = /script-src 'self' 'nonce-([\w+/=]{22,})'/.exec(
      response.headers.get("content-security-policy") ?? "",
    )?.[1];
    expect(await response.text(), path).toContain(`nonce="${nonce ?? "none"}"`);
  }
});

test("a script that somebody got into a page does not run", async ({ belfry, browser }) => {
  const page = await (await browser.newContext({ baseURL: belfry.url })).newPage();
  const broken = await watchPolicy(page);
  await page.goto("/sign-in");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
    const image = document.createElement("img");
    image.setAttribute("onerror", "document.title = 'taken over'");
    image.src = "data:,";
    document.body.append(image);
    const far = document.createElement("script");
    far.src = "https://evil.example/x.js";
    document.body.append(far);
  });
  await expect.poll(() => broken.length).toBeGreaterThanOrEqual(3);
  expect(await page.title()).not.toBe("taken over");
  await page.context().close();
});
