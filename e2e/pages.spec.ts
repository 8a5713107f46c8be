import type { Page } from "@playwright/test";
import { samples } from "#scripts/demo/samples.ts";
import { accessible } from "./accessible.ts";
import { expect, test, type Belfry } from "./fixtures.ts";
import { note, publish, register } from "./inbox.ts";

declare global {
  interface Window {
    /** How much of the page was moved by what came later, as browsers count it (cumulative layout shift). */
    jumped: number;
    /** What moved, and from where to where, in px. */
    moved: string[];
  }
}

/** As Chromium tells it. */
interface Shift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

const arabic = "نسخة جديدة من المكتبة متاحة الآن لجميع المستخدمين في المختبر";
const hebrew = "יומן הבנייה";

/** Something of everything, words that run from right to left among it. @returns every page, the states that have an address too */
async function seed({ api }: Belfry, page: Page): Promise<string[]> {
  const made = async (method: string, path: string, body?: unknown) => {
    const answer = await api(method, path, body);
    expect(answer.status, `${method} ${path}: ${await answer.clone().text()}`).toBeLessThan(300);
    return answer.status === 204 ? {} : ((await answer.json()) as { id?: number; url?: string; secret?: string });
  };
  await register({ api }, "halle", ["admin", "دانيال"]);
  await made("PUT", "/api/origins/halle", { links: { [hebrew]: "https://ci.example/{title}/log" } });
  const inlet = await made("POST", "/api/origins/halle/inlets", {
    kind: "json",
    name: hebrew,
    map: { type: "note", data: { title: "/title" } },
  });
  for (const [secret, title] of [
    [inlet.secret, arabic],
    ["wrong", ""],
  ])
    await fetch(inlet.url ?? "", {
      method: "POST",
      headers: { Authorization: `Bearer ${secret}` },
      body: JSON.stringify({ title }),
    });
  for (const origin of ["core", "cnunciato"]) await register({ api }, origin);
  await publish({ api }, [
    ...samples(),
    note(arabic, {
      origin: "halle",
      category: "error",
      data: { message: `\u202e${hebrew}`, url: "https://ci.example/" },
    }),
    note("kept", { origin: "halle" }),
    note("cleared", { origin: "halle" }),
  ]);
  const { recent } = (await (await api("GET", "/api/inbox")).json()) as {
    recent: { id: number; data: { title?: string } }[];
  };
  const idOf = (title: string) => recent.find(({ data }) => data.title === title)?.id;
  await made("PATCH", `/notifications/halle/${idOf("kept")}`, { kept: true });
  await made("DELETE", `/notifications/halle/${idOf("cleared")}`);
  await made("POST", "/api/tokens", { name: hebrew, scopes: ["publish:halle"] });
  await made("POST", "/api/people", { username: "דנה", password: "ring the bell too" });
  const outlet = { kind: "webhook", url: "http://127.0.0.1:9/hook", origins: ["halle"], least: "error" };
  await made("POST", "/api/outlets", { ...outlet, quiet: { from: "22:00", to: "06:00", zone: "Europe/Warsaw" } });
  await made("POST", "/api/origins/halle/outlets", { kind: "webhook", url: "http://127.0.0.1:9/hook", least: "error" });
  const { id } = await made("POST", "/hub/api/notifications/broadcast", { message: arabic, variant: "warning" });
  await page.goto("/settings");
  await page.getByRole("button", { name: "New feed" }).click();
  await page.getByRole("dialog", { name: "New feed" }).getByLabel("Name").fill(hebrew);
  await page.getByRole("button", { name: "Make feed" }).click();
  await expect(page.getByText("Copy its address now")).toBeVisible();
  return [
    "/",
    "/?origin=halle",
    "/?show=cleared",
    "/?show=kept",
    "/?q=nothing+of+the+kind",
    `/?item=${idOf(arabic)}`,
    "/hub/notifications",
    `/hub/notifications/${id}`,
    "/settings",
    "/settings/outlets",
    "/admin/origins",
    "/admin/origins/halle",
    "/admin/people",
    "/admin/people/1",
    "/admin/audit",
    "/admin/setup",
    "/not-there",
  ];
}

test("a page says in its head what it is, and of what it is not a word alone", async ({ page, signIn }) => {
  await signIn(page);
  for (const [path, title] of [
    ["/", "Belfry"],
    ["/hub/notifications", "Broadcast · Belfry"],
    ["/settings", "Settings · Belfry"],
    ["/not-there", "Not found · Belfry"],
  ] as const) {
    const answer = await page.request.get(path, {
      headers: { Accept: "text/html", "User-Agent": "Mozilla/5.0 Chrome/140" },
    });
    const html = await answer.text();
    expect(html.slice(0, html.indexOf("</head>")), path).toContain(`<title>${title}</title>`);
    // Each page may turn into one that is not there: the words for that, and none of its elements.
    expect(html, path).toContain(String.raw`\"title\":\"There is no such page\"`);
    expect(html.includes(">There is no such page<"), path).toBe(path === "/not-there");
  }
});

/** Each look once, each width once; what the centre and the settings have of their own is looked at in all of them elsewhere. */
const looks = {
  "dark, on a phone": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  "forced colours, on a desk": { contextOptions: { forcedColors: "active" }, viewport: { width: 1280, height: 844 } },
} as const;

/** Of this worker's server. */
let pages: Promise<string[]> | undefined;

for (const [look, options] of Object.entries(looks))
  test.describe(look, () => {
    test.use(options);

    test("every page is accessible and fits", async ({ belfry, page, signIn }) => {
      test.setTimeout(360_000);
      await page.goto("/sign-in");
      await accessible(page);
      await signIn(page);
      for (const path of await (pages ??= seed(belfry, page))) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        // It is fetched when it is asked for, and fades in.
        if (path.startsWith("/?item=")) await expect(page.getByRole("button", { name: "Mark unread" })).toBeVisible();
        if (path === "/hub/notifications") await page.getByText("Without the extension: who and why").click();
        await test.step(path, () => accessible(page));
      }
    });

    test("nothing on a page jumps while it loads", async ({ belfry, page, signIn }) => {
      await signIn(page);
      await page.addInitScript(() => {
        window.jumped = 0;
        window.moved = [];
        new PerformanceObserver((seen) => {
          for (const { value, sources } of seen.getEntries() as Shift[]) {
            window.jumped += value;
            for (const { node, previousRect, currentRect } of sources)
              window.moved.push(
                `${(node instanceof Element ? node.outerHTML : node?.textContent)?.slice(0, 80)}: ${previousRect.y} to ${currentRect.y}`,
              );
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      for (const path of await (pages ??= seed(belfry, page))) {
        // What a link names is opened on the page once it is there, below what it belongs to.
        if (path.startsWith("/?item=")) continue;
        await page.goto(path, { waitUntil: "load" });
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        if (path === "/hub/notifications") await expect(page.getByText("labs are running")).toBeVisible();
        // As the web's vitals have it: what is good.
        const { jumped, moved } = await page.evaluate(() => ({ jumped: window.jumped, moved: window.moved }));
        expect(jumped, `${path}: ${moved.join("; ")}`).toBeLessThan(0.1);
      }
    });
  });
