import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test as base, type Page } from "@playwright/test";
import { hubSettings, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { startSimulatedHub, type SimulatedHub, type SimulatedHubOptions } from "#scripts/simulated-hub/index.ts";
import { documented, misfitOf } from "./documented.ts";

// Every test imports this file, so all that any of them asks for is held against the OpenAPI document.
globalThis.fetch = documented(globalThis.fetch);

/** One server, with its own database and hub. */
export interface Belfry extends DemoServer {
  hub: SimulatedHub;
  admin: { username: string; password: string; token: string };
  /** Asks the API as the admin's token. */
  api: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
}

interface WorkerFixtures {
  belfry: Belfry;
}

interface TestFixtures {
  /** Signs in through the page as the admin, or as somebody else. */
  signIn: (page: Page, who?: { username: string; password: string }) => Promise<void>;
  /** Fails the test when a page says something on the console that it should not, or throws. */
  quietConsole: undefined;
  /** Fails the test when a page's request is answered otherwise than the OpenAPI document says. */
  documentedAnswers: undefined;
}

/** Starts the built application on a database and a hub of its own. @param settings variables beside the usual ones */
export async function startBelfry({
  settings = {},
  labs = 25,
  ...more
}: { settings?: Record<string, string> } & SimulatedHubOptions = {}): Promise<Belfry> {
  const hub = await startSimulatedHub({ labs, ...more });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-e2e-"));
  const admin = { username: "admin", password: "ring the bell", token: `blf_${randomBytes(32).toString("base64url")}` };
  const server = await startServer({
    settings: {
      DATABASE_URL: "",
      DATA_DIR: dataDir,
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      ADMIN_TOKEN: admin.token,
      METRICS_OPEN: "true",
      PUBLIC_NOTICES: "true",
      OUTLET_ALLOW: "127.0.0.1",
      ...hubSettings(hub),
      ...settings,
    },
  });
  return {
    ...server,
    hub,
    admin,
    api: (method, address, body, headers = {}) =>
      fetch(server.url + address, {
        method,
        headers: {
          Authorization: `Bearer ${admin.token}`,
          ...(body !== undefined && { "Content-Type": "application/json" }),
          ...headers,
        },
        redirect: "manual",
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async stop() {
      await server.stop();
      await hub.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  belfry: [
    // eslint wants a pattern here, Playwright too.
    async ({}, use) => {
      const belfry = await startBelfry();
      await use(belfry);
      await belfry.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ belfry }, use) => use(belfry.url),
  signIn: async ({ belfry }, use) => {
    await use(async (page, who = belfry.admin) => {
      await page.goto("/sign-in");
      await page.getByLabel("Username").fill(who.username);
      await page.getByLabel("Password").fill(who.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    });
  },
  quietConsole: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on("console", (message) => {
        // The browser itself reports every answer from 400 on; a test that provokes one says so with its status.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
          said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(String(error)));
      await use(undefined);
      expect(said, "what the console said").toEqual([]);
    },
    { auto: true },
  ],
  documentedAnswers: [
    async ({ page }, use) => {
      const looks: Promise<string | undefined>[] = [];
      page.on("response", (response) => looks.push(misfitOf(response)));
      await use(undefined);
      expect((await Promise.all(looks)).filter(Boolean), "answers that the OpenAPI document does not have").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
