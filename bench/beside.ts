/**
 * `node bench/beside.ts FOLDER`: what the two pages that people look at most cost, over those of another checkout of this
 * application, built and with its modules, in one run: for how long they keep a slow browser from answering a hand, and
 * the processor time that they are drawn in. Prints JSON.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hubSettings, isReady, startArgumentsIn, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { publishSamples } from "#scripts/demo/samples.ts";
import { blockingOf } from "./blocking.ts";
import { launchBrowser, signIn } from "./browser.ts";
import { renderingOf, type Drawn } from "./rendering.ts";
import { startHub } from "./simulated.ts";

const admin = { username: "admin", password: "ring the bell", token: `blf_${randomBytes(32).toString("base64url")}` };
const loads = 5;
const pages = [
  { key: "page", path: "/" },
  { key: "page/broadcast", path: "/hub/notifications" },
] as const;

/** Starts what another checkout has built, however it is started there. @param port one that is free */
async function startOther(
  folder: string,
  port: number,
  settings: Record<string, string>,
): Promise<Pick<DemoServer, "url" | "pid" | "stop">> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, startArgumentsIn(folder), {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ...settings,
      NODE_ENV: "production",
      AUTH_URL: url,
      HOSTNAME: "127.0.0.1",
      PORT: String(port),
    },
  });
  const ended = once(child, "exit");
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`${folder} did not start`);
    await sleep(100);
  }
  return {
    url,
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/**
 * @returns `…/blocking-over-before` and `…/render-cpu-over-before`: total blocking time and processor time a drawing of
 *   this build, over the other's; what they were, ms
 */
async function benchBeside(folder: string): Promise<Record<string, number>> {
  const hub = await startHub({ labs: 25 });
  const dataDir = (name: string) => path.join(tmpdir(), `belfry-beside-${process.pid}-${name}`);
  const settings = (name: string) => ({
    ...{ DATABASE_URL: "", DATA_DIR: dataDir(name), LOG_LEVEL: "warn", ADMIN_TOKEN: admin.token },
    ...{ ADMIN_USERNAME: admin.username, ADMIN_PASSWORD: admin.password },
    ...hubSettings(hub),
  });
  const browser = await launchBrowser();
  const servers: Pick<DemoServer, "url" | "pid" | "stop">[] = [];
  try {
    const now = await startServer({ settings: settings("now") });
    servers.push(now);
    // Beside one that was free a moment ago, as an older build does not say which port it took.
    const before = await startOther(folder, Number(new URL(now.url).port) + 1, settings("before"));
    servers.push(before);
    const visits: Drawn[] = [];
    for (const [when, { url, pid = NaN }] of Object.entries({ now, before })) {
      await publishSamples(url, admin.token);
      const storageState = await signIn(browser, url, admin);
      for (const { key, path: at } of pages) visits.push({ key: `${key} ${when}`, url: url + at, pid, storageState });
    }
    const blocking = await blockingOf(browser, visits, loads);
    const rendering = await renderingOf(visits, { draws: 100, rounds: 3 });
    return Object.fromEntries(
      Object.entries({ blocking, "render-cpu": rendering }).flatMap(([what, { ms }]) =>
        pages.flatMap(({ key }) => {
          const [now, before] = [ms.get(`${key} now`) ?? NaN, ms.get(`${key} before`) ?? NaN];
          return [
            [`${key}/${what}-ms`, now],
            [`${key}/${what}-before-ms`, before],
            [`${key}/${what}-over-before`, now / before],
          ];
        }),
      ),
    );
  } finally {
    await browser.close();
    for (const server of servers) await server.stop();
    await hub.stop();
    for (const name of ["now", "before"]) await rm(dataDir(name), { recursive: true, force: true });
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("belfry: name the folder of the other checkout\n");
  process.exit(2);
}
console.log(JSON.stringify(await benchBeside(path.resolve(folder))));
