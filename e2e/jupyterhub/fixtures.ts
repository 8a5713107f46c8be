import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test as base, type Page } from "@playwright/test";
import { broadcastDocument, type BroadcastDocument } from "#lib/broadcast/document.ts";
import { startArguments, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { ensureEnvironment } from "#scripts/jupyterhub/environment.ts";
import { startHub, type RealHub } from "#scripts/jupyterhub/hub.ts";
import { answer } from "../answer.ts";

/** A hub whose labs are alice, bob, bob's named server gpu, and carol without the extension; and Belfry at work on it. */
export interface Site {
  hub: RealHub;
  belfry: DemoServer;
  /** A token for one of the hub's users, as they would make themselves one on the hub's pages. */
  tokenOf: (username: string) => Promise<string>;
  /** Asks Belfry's API with its own admin's token. */
  admin: (method: string, path: string, body?: object) => Promise<Response>;
  /** What waits in a lab for its next poll; takes it out. */
  drain: (username: string) => Promise<string>;
  /** Sends by the API as the hub's admin. @param at another Belfry's address */
  send: (body: object, at?: string) => Promise<BroadcastDocument>;
  /** Of a service whose role reaches the group `staff` alone. */
  narrowToken: string;
  /** Starts another Belfry on this hub, with a database of its own. */
  startAnother: (settings: Record<string, string>) => Promise<Another>;
}

/** A Belfry beside the one at work. */
export interface Another extends Pick<DemoServer, "url" | "stop"> {
  /** Asks its API with its own admin's token. */
  ask: (method: string, path: string, body?: object) => Promise<Response>;
}

interface TestFixtures {
  /** Has the hub's logs kept when the test fails. */
  keepLogs: undefined;
  /** Opens Belfry's broadcast page at an address, and signs in through the hub on the way. */
  signInThroughHub: (page: Page, username: string, at?: string) => Promise<void>;
}

/** Types a name and the password on the hub's own page. */
export async function signInAtHub(page: Page, hub: RealHub, username: string): Promise<void> {
  await page.getByLabel("Username:").fill(username);
  await page.getByLabel("Password:").fill(hub.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The hub's proxy leads here to what the hub itself starts: the same build that runs outside at its address's root. */
export const managedPath = "/services/belfry";

/** What the manual has hubs put into their `page.html`. */
function manualsTemplate(): string {
  const [, template = ""] = /```jinja\n(.*?)```/s.exec(readFileSync("docs/ways-out.md", "utf8")) ?? [];
  return template;
}

/** The hub and its services want all ports in the hub's configuration, before any of them listens. */
const startSite = () => onFreePorts(5, startSiteAt);

async function startSiteAt(
  ...[publicPort, port, managedPort, hubPort = 0, proxyApi = 0]: number[]
): Promise<Site & { stop: (keepLogs?: boolean) => Promise<void> }> {
  const environment = await ensureEnvironment();
  const hubUrl = `http://127.0.0.1:${publicPort}`;
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-jupyterhub-data-"));
  chmodSync(dataDir, 0o755);
  const tidy = () => rmSync(dataDir, { recursive: true, force: true });
  process.once("exit", tidy);
  const service = (name: string, callback: string, more: object) => ({
    name,
    api_token: randomBytes(24).toString("hex"),
    oauth_redirect_uri: callback,
    oauth_no_confirm: true,
    oauth_client_allowed_scopes: ["read:users:groups!user"],
    ...more,
  });
  const outside = service("belfry-outside", `http://127.0.0.1:${port}/api/auth/callback/jupyterhub`, {
    oauth_client_id: "service-belfry-outside",
  });
  const managed = service("belfry", `${hubUrl}${managedPath}/api/auth/callback/jupyterhub`, {
    url: `http://127.0.0.1:${managedPort}`,
    command: [process.execPath, ...startArguments],
    cwd: process.cwd(),
    environment: {
      DATA_DIR: path.join(dataDir, "managed"),
      LAB_URL_TEMPLATE: `${hubUrl}{base_url}`,
      TRUSTED_PROXIES: "127.0.0.1",
      PUBLIC_NOTICES: "true",
    },
  });
  const narrow = { name: "belfry-narrow", api_token: randomBytes(24).toString("hex") };
  const ownToken = `blf_${randomBytes(24).toString("hex")}`;
  const scopes = ["list:users", "read:servers", "tokens"];
  const ofStaff = scopes.map((scope) => `${scope}!group=staff`);
  const hub = await startHub({
    environment,
    url: hubUrl,
    ports: { hub: hubPort, proxyApi },
    users: ["alice", "bob", "carol"],
    admins: ["root-admin"],
    withoutExtension: ["carol"],
    groups: { core: ["alice"], staff: ["alice", "bob"] },
    services: [outside, managed, narrow],
    roles: [
      { name: "belfry", services: [outside.name], scopes: [...scopes, "read:users:groups"] },
      { name: "belfry-managed", services: [managed.name], scopes },
      { name: "belfry-narrow", services: [narrow.name], scopes: ofStaff },
      {
        name: "belfry-users",
        groups: ["staff"],
        scopes: [`access:services!service=${outside.name}`, `access:services!service=${managed.name}`],
      },
    ],
    templates: { "page.html": manualsTemplate() },
    newsUrl: `${hubUrl}${managedPath}/hub/notices.atom`,
    routes: {
      "/hub/notifications/": `http://127.0.0.1:${managedPort}`,
      "/hub/api/notifications/": `http://127.0.0.1:${managedPort}${managedPath}`,
    },
  });
  const stop = async (keepLogs = false) => {
    await belfry?.stop();
    await hub.stop(keepLogs);
    tidy();
    process.removeListener("exit", tidy);
  };
  let belfry: DemoServer | undefined;
  try {
    await Promise.all([hub.startLab("alice"), hub.startLab("bob"), hub.startLab("bob", "gpu"), hub.startLab("carol")]);
    belfry = await startServer({
      port,
      settings: {
        DATABASE_URL: "",
        DATA_DIR: path.join(dataDir, "outside"),
        JUPYTERHUB_API_URL: hub.apiUrl,
        JUPYTERHUB_API_TOKEN: outside.api_token,
        JUPYTERHUB_PUBLIC_URL: hub.url,
        JUPYTERHUB_CLIENT_ID: "service-belfry-outside",
        LAB_URL_TEMPLATE: `${hub.url}{base_url}`,
        // Room for what a test does to the hub and a lab while one request waits.
        DELIVERY_TIMEOUT_MS: "10000",
        ADMIN_USERNAME: "admin",
        ADMIN_PASSWORD: "ring the bell",
        ADMIN_TOKEN: ownToken,
      },
    });
  } catch (error) {
    await stop(true);
    throw error;
  }
  const { url } = belfry;
  const tokenOf: Site["tokenOf"] = async (username) =>
    (
      (await (
        await hub.api("POST", `/users/${username}/tokens`, { expires_in: 3600, note: "for a script" })
      ).json()) as { token: string }
    ).token;
  const adminToken = await tokenOf("root-admin");
  return {
    hub,
    belfry,
    tokenOf,
    narrowToken: narrow.api_token,
    async startAnother(settings) {
      const own = mkdtempSync(path.join(dataDir, "another-"));
      chmodSync(own, 0o755);
      const server = await startServer({
        settings: {
          ...{ DATABASE_URL: "", DATA_DIR: own, JUPYTERHUB_API_URL: hub.apiUrl, JUPYTERHUB_PUBLIC_URL: hub.url },
          ...{ ADMIN_USERNAME: "admin", ADMIN_PASSWORD: "ring the bell", ADMIN_TOKEN: ownToken },
          ...settings,
        },
      });
      return {
        ...server,
        ask: (method, address, body) =>
          fetch(server.url + address, {
            method,
            headers: { Authorization: `Bearer ${ownToken}`, "Content-Type": "application/json" },
            ...(body && { body: JSON.stringify(body) }),
          }),
      };
    },
    admin: (method, address, body) =>
      fetch(url + address, {
        method,
        headers: { Authorization: `Bearer ${ownToken}`, "Content-Type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      }),
    async drain(username) {
      const waiting = await fetch(`${hub.url}/user/${username}/jupyterlab-notifications-extension/notifications`, {
        headers: { Authorization: `token ${await tokenOf(username)}` },
      });
      return waiting.text();
    },
    send: async (body, at = url) =>
      answer(
        await fetch(`${at}/hub/api/notifications/broadcast`, {
          method: "POST",
          headers: { Authorization: `token ${adminToken}`, "Content-Type": "application/json" },
          body: JSON.stringify(body),
        }),
        broadcastDocument,
      ),
    stop,
  };
}

let failed = false;

export const test = base.extend<TestFixtures, { site: Site }>({
  site: [
    // eslint wants a pattern here, Playwright too.
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.stop(failed);
    },
    { scope: "worker", timeout: 600_000 },
  ],
  keepLogs: [
    async ({}, use, testInfo) => {
      await use(undefined);
      failed ||= testInfo.status !== testInfo.expectedStatus;
    },
    { auto: true },
  ],
  baseURL: async ({ site }, use) => use(site.belfry.url),
  signInThroughHub: async ({ site }, use) => {
    await use(async (page, username, at = site.belfry.url) => {
      await page.goto(`${at}/hub/notifications`);
      // Where the hub starts it there is no other way, so the hub asks at once.
      if (at !== site.hub.url + managedPath) await page.getByRole("link", { name: "Sign in with JupyterHub" }).click();
      await signInAtHub(page, site.hub, username);
      await page.waitForURL(`${at}/hub/notifications`);
    });
  },
});

export { expect };
