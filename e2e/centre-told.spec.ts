import { createServer, request as ask } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { windowOf } from "./accounts.ts";
import { expect, test } from "./fixtures.ts";
import { note, publish, register, row } from "./inbox.ts";

test.beforeEach(async ({ belfry }) => {
  for (const origin of ["core", "noisy"]) await register(belfry, origin);
  for (const origin of ["core", "noisy"]) await belfry.api("DELETE", `/api/inbox/muted/${origin}`);
  await belfry.api("DELETE", "/notifications");
});

/** The icon that a tab shows: the last one a page names. */
const icon = (page: Page) =>
  page.evaluate(() =>
    decodeURIComponent([...document.querySelectorAll<HTMLLinkElement>("link[rel=icon]")].at(-1)?.href ?? ""),
  );

test("the count stands in the title and on the icon, on every page, and goes with the last one", async ({
  belfry,
  page,
  signIn,
}) => {
  await signIn(page);
  await expect(page).toHaveTitle("Belfry");
  await publish(belfry, [note("one"), note("two")]);
  await expect(page).toHaveTitle("(2) Belfry");
  expect(await icon(page)).toContain(">2</text>");
  await page.getByRole("link", { name: "Broadcast" }).click();
  await expect(page).toHaveTitle("(2) Broadcast · Belfry");
  await expect.poll(() => icon(page)).toContain(">2</text>");
  await publish(
    belfry,
    Array.from({ length: 10 }, (_, n) => note(`more ${n}`)),
  );
  await expect(page).toHaveTitle("(12) Broadcast · Belfry");
  expect(await icon(page)).toContain(">9+</text>");
  await belfry.api("DELETE", "/notifications");
  await expect(page).toHaveTitle("Broadcast · Belfry");
  expect(await icon(page)).not.toContain("</text>");
});

test("a muted origin folds away, counts for nothing, and is there when it is asked for", async ({
  belfry,
  page,
  signIn,
}) => {
  await publish(belfry, [note("loud", { origin: "noisy" }), note("quiet")]);
  await signIn(page);
  await expect(page).toHaveTitle("(2) Belfry");
  await page.getByRole("button", { name: "Mute noisy" }).click();
  await expect(page.getByRole("heading", { name: "noisy" })).toHaveCount(0);
  await expect(page).toHaveTitle("(1) Belfry");
  await publish(belfry, note("louder", { origin: "noisy" }));
  await publish(belfry, note("still quiet"));
  await expect(row(page, "still quiet")).toBeVisible();
  await expect(row(page, "louder")).toHaveCount(0);
  await expect(page).toHaveTitle("(2) Belfry");
  const origins = page.getByRole("navigation", { name: "Origins" });
  await expect(origins.getByRole("link", { name: /noisy/ })).toBeHidden();
  await origins.getByText("muted (1)").click();
  await origins.getByRole("link", { name: /noisy/ }).click();
  for (const title of ["loud", "louder"]) await expect(row(page, title).first()).toBeVisible();
  await page.getByRole("button", { name: "Unmute noisy" }).click();
  await expect(page).toHaveTitle("(4) Belfry");
});

/** The desktop of a browser as a page knows it. What is raised on it is kept, to be pressed. */
async function onDesktop(page: Page, answer: "granted" | "denied") {
  await page.addInitScript((answer) => {
    class Raised {
      static permission = "default";
      static requestPermission = () => Promise.resolve((Raised.permission = answer));
      title: string;
      body: string;
      constructor(title: string, { body }: { body: string }) {
        this.title = title;
        this.body = body;
        raised.push(this);
      }
      close() {}
    }
    const raised: Raised[] = [];
    Object.assign(window, { Notification: Raised, raised });
  }, answer);
  type Desktop = { raised: { title: string; body: string; onclick: () => void }[] };
  return {
    raised: () =>
      page.evaluate(() => (window as unknown as Desktop).raised.map(({ title, body }) => `${title} | ${body}`)),
    press: (nth: number) => page.evaluate((nth) => (window as unknown as Desktop).raised[nth]?.onclick(), nth),
    look: (state: "hidden" | "visible") =>
      page.evaluate((now) => {
        Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state),
  };
}

test("desktop notifications are off until a person and their browser allow them, and only come while no page is on the screen; pressed, each opens what it is about", async ({
  belfry,
  page,
  signIn,
}) => {
  const { raised, press, look } = await onDesktop(page, "granted");
  await signIn(page);
  await look("hidden");
  await publish(belfry, note("not asked for"));
  await expect(row(page, "not asked for")).toBeVisible();
  await look("visible");
  await page.getByRole("button", { name: "Shortcuts and notifications" }).click();
  await page.getByRole("switch", { name: "Desktop notifications" }).click();
  await expect(page.getByRole("switch", { name: "Desktop notifications" })).toBeChecked();
  await page.keyboard.press("Escape");
  await publish(belfry, note("looked at"));
  await expect(row(page, "looked at")).toBeVisible();
  await look("hidden");
  await publish(belfry, note("away", { data: { message: "Come and see", url: "https://example.org/seen" } }));
  await expect.poll(raised).toEqual(["away | core · Come and see · example.org"]);
  await press(0);
  await look("visible");
  await expect(page).toHaveURL(/\/\?item=\d+$/);
  await expect(page.getByRole("link", { name: "Open example.org" })).toBeVisible();
});

test("where the browser does not allow desktop notifications the switch stays off and says what to do", async ({
  belfry,
  page,
  signIn,
}) => {
  const { raised, look } = await onDesktop(page, "denied");
  await signIn(page);
  await page.goto("/settings");
  const wanted = page.getByRole("switch", { name: "Desktop notifications" });
  await wanted.click();
  await expect(wanted).not.toBeChecked();
  await expect(page.getByRole("status").filter({ hasText: "The browser does not allow it." })).toBeVisible();
  await page.goto("/");
  await look("hidden");
  await publish(belfry, note("not raised"));
  await expect(row(page, "not raised")).toBeVisible();
  expect(await raised()).toEqual([]);
});

test("where streams are held back it asks now and then, and an answer that is as before costs nothing", async ({
  belfry,
  browser,
  signIn,
}) => {
  const asked: { path: string; status: number | undefined }[] = [];
  // As a proxy that keeps an answer until it is whole, which a stream never is.
  const proxy = createServer((request, response) => {
    const path = request.url ?? "";
    const onward = ask(belfry.url + path, { method: request.method, headers: request.headers }, (answer) => {
      if (path.startsWith("/api/inbox")) asked.push({ path, status: answer.statusCode });
      if (path === "/api/stream") return;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  try {
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const page = await windowOf(browser, belfry, signIn);
    await page.clock.install();
    await page.goto(`${url}/`);
    await expect(page.getByText("Nothing new")).toBeVisible();
    // Two tries are held back for as long as it has patience; from then on it asks.
    await expect(async () => {
      await page.clock.runFor(5000);
      expect(asked.length).toBeGreaterThan(1);
    }).toPass({ timeout: 60_000 });
    await expect(async () => {
      await page.clock.runFor(5000);
      expect(asked.at(-1)?.status).toBe(304);
    }).toPass({ timeout: 30_000 });
    await publish(belfry, note("without a stream"));
    await expect(async () => {
      await page.clock.runFor(5000);
      await expect(row(page, "without a stream")).toBeVisible({ timeout: 200 });
    }).toPass({ timeout: 30_000 });
    await expect(page.getByText("Reconnecting…")).toHaveCount(0);
    await page.context().close();
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
