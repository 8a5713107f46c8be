import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbedded } from "#db/embedded.ts";
import { hubSettings, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { startSimulatedHub, type SimulatedHub, type SimulatedHubOptions } from "#scripts/simulated-hub/index.ts";

/** Several instances on one database and one hub. */
export interface Instances {
  hub: SimulatedHub;
  databaseUrl: string;
  /** Where each listens; they keep their addresses through a restart. */
  urls: string[];
  /** An admin's. */
  token: string;
  /** Asks an address as the admin. */
  ask: (url: string, method: string, path: string, body?: unknown) => Promise<Response>;
  /** Ends one in order, and starts it again where it was. */
  restart: (n: number) => Promise<void>;
  /** Ends one as a power cut would. @returns what starts it again where it was */
  kill: (n: number) => Promise<() => Promise<void>>;
  stop: () => Promise<void>;
}

interface Settings {
  /** Variables of all beside the usual ones. */
  settings?: Record<string, string>;
  /** Those of one alone; a folder that goes with them all is there to write to. */
  settingsOf?: (n: number, folder: string) => Record<string, string>;
  /** Left out: an embedded one. */
  databaseUrl?: string;
}

/** Whom a program signs in as. */
export const admin = { username: "admin", password: "ring the bell" };

/** Starts them. */
export async function startInstances(
  count: number,
  { settings = {}, settingsOf = () => ({}), databaseUrl: given, ...more }: Settings & SimulatedHubOptions = {},
): Promise<Instances> {
  const hub = await startSimulatedHub({ labs: 20, mix: {}, ...more });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-faults-"));
  const embedded = given === undefined ? await openEmbedded({ dataDir }) : undefined;
  const databaseUrl = given ?? embedded?.url ?? "";
  const token = "blf_faults-test-token-000000001";
  const shared = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    AUTH_SECRET: "a secret of all instances",
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    ADMIN_TOKEN: token,
    TRUSTED_PROXIES: "127.0.0.1",
    ...hubSettings(hub),
    ...settings,
  };
  const start = (n: number, port?: number) =>
    startServer({ settings: { ...shared, ...settingsOf(n, dataDir) }, ...(port !== undefined && { port }) });
  const servers: DemoServer[] = [];
  for (let n = 0; n < count; n++) servers.push(await start(n));
  const serverAt = (n: number): DemoServer => {
    const server = servers[n];
    if (!server) throw new Error(`there is no instance ${n}`);
    return server;
  };
  const startAgain = async (n: number) => {
    servers[n] = await start(n, Number(new URL(serverAt(n).url).port));
  };
  return {
    hub,
    databaseUrl,
    urls: servers.map(({ url }) => url),
    token,
    ask: (url, method, address, body) =>
      fetch(url + address, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async restart(n) {
      await serverAt(n).stop();
      await startAgain(n);
    },
    async kill(n) {
      await serverAt(n).kill();
      return () => startAgain(n);
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      await embedded?.stop();
      await hub.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
