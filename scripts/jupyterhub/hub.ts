import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HubEnvironment } from "./environment.ts";
import { ended, signalGroup, startLogged } from "./processes.ts";

/** A service as the hub's configuration has it. */
export interface HubService {
  name: string;
  [setting: string]: unknown;
}

export interface HubOptions {
  environment: HubEnvironment;
  /** Where people come to it; a free port's address. */
  url: string;
  /** Free ones: of the hub's own API, and of its proxy's. */
  ports: { hub: number; proxyApi: number };
  users: string[];
  admins: string[];
  /** Everybody's; left out, one that nobody has to type. */
  password?: string;
  withoutExtension: string[];
  groups: Record<string, string[]>;
  services: HubService[];
  /** Beside the admin role of the test itself. */
  roles: Record<string, unknown>[];
  /** More routes of the proxy. */
  routes?: Record<string, string>;
  /** Gives each user a host of their own, below that of its address (`c.JupyterHub.subdomain_host`). */
  subdomains?: boolean;
  /** Templates of the hub's pages that are extended, by their files' names (`c.JupyterHub.template_paths`). */
  templates?: Record<string, string>;
  /** Where labs look for news (`c.LabApp.news_url`), which everybody wants then: JupyterLab asks nobody. */
  newsUrl?: string;
}

/** A running hub with its proxy, and what a test does to it. */
export interface RealHub {
  /** Of its proxy. */
  url: string;
  apiUrl: string;
  /** Everybody's. */
  password: string;
  /** Asks its API, as an admin unless a token is given. */
  api: (method: string, path: string, body?: unknown, token?: string) => Promise<Response>;
  /** Starts a lab and waits until it is ready; the name is empty for the default one. */
  startLab: (username: string, server?: string) => Promise<void>;
  stopLab: (username: string, server?: string) => Promise<void>;
  /** Sends a signal to a lab's processes. */
  signalLab: (signal: NodeJS.Signals, username: string, server?: string) => void;
  /** Ends the hub alone; the proxy and the labs go on. */
  halt: () => Promise<void>;
  /** Starts it again after {@link halt}. */
  resume: () => Promise<void>;
  /** Ends everything. @param keep leaves the folder with the logs and says where */
  stop: (keep?: boolean) => Promise<void>;
}

/**
 * Starts a hub on loopback.
 * @throws Error that says where its log is when it does not come up; it names `EADDRINUSE` when a port was taken
 */
export async function startHub({
  environment,
  url,
  users,
  admins,
  password = randomBytes(24).toString("hex"),
  withoutExtension,
  groups,
  services,
  roles,
  routes = {},
  subdomains = false,
  templates = {},
  newsUrl,
  ports: { hub: hubPort, proxyApi: proxyPort },
}: HubOptions): Promise<RealHub> {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-jupyterhub-"));
  const secret = () => randomBytes(24).toString("hex");
  const [operator, proxyToken] = [secret(), secret()];
  const [hubUrl, proxyApiUrl] = [`http://127.0.0.1:${hubPort}`, `http://127.0.0.1:${proxyPort}`];
  const apiUrl = `${hubUrl}/hub/api`;
  for (const name of ["pids", "templates", ...[...users, ...admins].map((user) => `home/${user}`)])
    mkdirSync(path.join(folder, name), { recursive: true });
  for (const user of newsUrl === undefined ? [] : [...users, ...admins]) {
    const chosen = path.join(folder, `home/${user}/.jupyter/lab/user-settings/@jupyterlab/apputils-extension`);
    mkdirSync(chosen, { recursive: true });
    writeFileSync(path.join(chosen, "notification.jupyterlab-settings"), JSON.stringify({ fetchNews: "true" }));
  }
  for (const [name, text] of Object.entries(templates)) writeFileSync(path.join(folder, "templates", name), text);

  const settings = {
    folder,
    url,
    hubUrl,
    proxyApiUrl,
    proxyToken,
    password,
    users: [...users, ...admins],
    admins,
    withoutExtension,
    groups,
    routes,
    subdomains,
    newsUrl,
    python: environment.python,
    services: [...services, { name: "operator", api_token: operator }],
    roles: [...roles, { name: "admin", services: ["operator"] }],
  };
  const proxyArgs = [
    "--ip",
    "127.0.0.1",
    "--port",
    new URL(url).port,
    "--api-ip",
    "127.0.0.1",
    "--api-port",
    String(proxyPort),
    "--default-target",
    hubUrl,
    "--error-target",
    `${hubUrl}/hub/error`,
    ...(subdomains ? ["--host-routing"] : []),
  ];
  const proxyLog = path.join(folder, "proxy.log");
  const proxy = startLogged(proxyLog, process.execPath, [environment.proxy, ...proxyArgs], {
    CONFIGPROXY_AUTH_TOKEN: proxyToken,
  });
  const log = path.join(folder, "hub.log");
  const start = () =>
    startLogged(
      log,
      environment.python,
      ["-m", "jupyterhub", "--config", path.join(import.meta.dirname, "jupyterhub_config.py")],
      { BELFRY_TEST_HUB: JSON.stringify(settings) },
    );
  let hub = start();

  async function up(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      for (const [what, { exitCode }, file] of [
        ["hub", hub, log],
        ["proxy", proxy, proxyLog],
      ] as const)
        if (exitCode !== null)
          throw new Error(`the ${what} ended with ${exitCode}${reasonIn(file)}; its log is ${file}`);
      const answered = await fetch(`${url}/hub/health`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
      if (answered?.ok && (await api("GET", "/info").catch(() => undefined))?.ok) return;
      await sleep(100);
    }
    throw new Error(`the hub does not answer at ${url}; its log is ${log}`);
  }

  const api: RealHub["api"] = (method, address, body, token = operator) =>
    fetch(apiUrl + address, {
      method,
      headers: { Authorization: `token ${token}`, ...(body !== undefined && { "Content-Type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  const addressOf = (username: string, server = "") => `/users/${username}/${server ? `servers/${server}` : "server"}`;

  /** Waits until the hub says that a lab is ready, or is gone. */
  async function settled(username: string, server: string, ready: boolean): Promise<void> {
    for (let tries = 0; tries < 1200; tries++) {
      const { servers = {} } = (await (await api("GET", `/users/${username}?include_stopped_servers`)).json()) as {
        servers?: Record<string, { ready: boolean; pending: string | null }>;
      };
      const lab = servers[server];
      if (ready ? lab?.ready : !lab || (!lab.ready && !lab.pending)) return;
      await sleep(100);
    }
    throw new Error(`the lab ${username}/${server} did not ${ready ? "start" : "stop"}; the hub's log is ${log}`);
  }

  const pidOf = (name: string) => Number(readFileSync(path.join(folder, "pids", name), "utf8"));

  /** Without waiting, for the moment when this process itself ends. The hub is asked, as it ends the services it started. */
  const killAll = () => {
    signalGroup(hub.pid, "SIGTERM");
    for (const pid of [proxy.pid, ...readdirSync(path.join(folder, "pids")).map(pidOf)]) signalGroup(pid, "SIGKILL");
  };
  process.once("exit", killAll);

  const stop: RealHub["stop"] = async (keep = false) => {
    await ended(hub);
    killAll();
    process.removeListener("exit", killAll);
    if (keep) process.stderr.write(`the hub's logs: ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  try {
    await up();
  } catch (error) {
    await stop(true);
    throw error;
  }
  return {
    url,
    apiUrl,
    password,
    api,
    async startLab(username, server = "") {
      const asked = await api("POST", addressOf(username, server));
      if (!asked.ok) throw new Error(`the hub would not start ${username}/${server}: ${await asked.text()}`);
      await settled(username, server, true);
    },
    async stopLab(username, server = "") {
      await api("DELETE", addressOf(username, server));
      await settled(username, server, false);
    },
    signalLab: (signal, username, server = "") => signalGroup(pidOf(`${username}@${server}`), signal),
    halt: () => ended(hub),
    async resume() {
      hub = start();
      await up();
    },
    stop,
  };
}

/** Whether what wrote this log ended because somebody else has its port. */
const reasonIn = (log: string) =>
  /EADDRINUSE|Address already in use/.test(readFileSync(log, "utf8")) ? " (EADDRINUSE)" : "";
