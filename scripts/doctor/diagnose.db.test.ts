import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { parseAddress } from "#db/address.ts";
import { connect } from "#db/test/connect.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { onServer } from "#db/test/server.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { diagnose } from "./diagnose.ts";
import { report } from "./report.ts";

const scratch = scratchDatabase();
const own = `belfry_doctor_${process.pid}`;
const docs = readFileSync("docs/doctor.md", "utf8").replaceAll(/ +/g, " ");

let hub: SimulatedHub;
let dataDir: string;
let others: Server[] = [];

const onAdmin = async (...statements: string[]) => {
  const sql = connect(inject("serverUrl"));
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
};

beforeAll(async () => {
  hub = await startSimulatedHub({ labs: 5, mix: {}, namedServers: 0 });
  dataDir = mkdtempSync(path.join(tmpdir(), "belfry-doctor-"));
  await onAdmin(
    `create role ${own} login password 'of-a-test'`,
    `create database ${own}`,
    `create database ${own}_ascii encoding 'SQL_ASCII' locale 'C' template template0`,
  );
});

afterAll(async () => {
  await onAdmin(`drop database ${own} with (force)`, `drop database ${own}_ascii with (force)`, `drop role ${own}`);
  await hub.close();
  rmSync(dataDir, { recursive: true, force: true });
});

afterEach(() => {
  for (const server of others) {
    server.close();
    server.closeAllConnections();
  }
  others = [];
  hub.reset();
});

type Variables = Record<string, string>;

/** Settings with nothing wrong, but for these. */
const diagnosed = (change: (port: number) => Variables | Promise<Variables>, at?: { now: () => number }) =>
  onFreePorts(1, async (port = 0) =>
    diagnose(
      {
        DATABASE_URL: scratch().url,
        DATABASE_POOL: "5",
        DATA_DIR: dataDir,
        AUTH_SECRET: "a secret of this test alone",
        AUTH_URL: `http://127.0.0.1:${port}`,
        HOSTNAME: "127.0.0.1",
        PORT: String(port),
        JUPYTERHUB_API_URL: hub.apiUrl,
        JUPYTERHUB_API_TOKEN: hub.apiToken,
        LAB_URL_TEMPLATE: hub.labUrlTemplate,
        ...(await change(port)),
      },
      at,
    ),
  );

async function listening(server: Server): Promise<number> {
  others.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

/** A proxy before a port. @returns its address */
async function proxy(
  port: number,
  { headers = {}, pathOf = (at) => at }: { headers?: IncomingHttpHeaders; pathOf?: (path: string) => string } = {},
): Promise<string> {
  const server = createServer((asked, answer) => {
    const on = { host: "127.0.0.1", port, path: pathOf(asked.url ?? "/"), headers: { ...asked.headers, ...headers } };
    request(on, (answered) => {
      answer.writeHead(answered.statusCode ?? 502);
      answered.pipe(answer);
    }).end();
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

const forwarded = { "x-forwarded-for": "203.0.113.9" };
const withUser = (url: string, user: string, password: string) => {
  const changed = new URL(url);
  Object.assign(changed, { username: user, password });
  return changed.href;
};

/** What differs from one run to the next. */
const plain = (text: string) =>
  text
    .replaceAll(dataDir, "FOLDER")
    .replaceAll(own, "belfry")
    .replaceAll(new URL(scratch().url).username, "belfry")
    .replaceAll(parseAddress(scratch().url).hosts[0]?.host ?? "", "127.0.0.1")
    .replace(/gives \d+/, "gives 97")
    .replaceAll(/(127\.0\.0\.1|localhost):\d+/g, "127.0.0.1:PORT");

const wrongSetUps: [name: string, part: string, change: (port: number) => Variables | Promise<Variables>][] = [
  ["a setting that can't be", "settings", () => ({ TRUSTED_PROXIES: "nginx" })],
  [
    "a data folder that is none",
    "folder",
    () => {
      writeFileSync(path.join(dataDir, "a-file"), "");
      return { DATA_DIR: path.join(dataDir, "a-file") };
    },
  ],
  ["no database there", "database", (port) => ({ DATABASE_URL: `postgres://belfry:x@127.0.0.1:${port}/belfry` })],
  ["a wrong password", "database", () => ({ DATABASE_URL: withUser(scratch().url, own, "wrong") })],
  ["no such database", "database", () => ({ DATABASE_URL: onServer(scratch().url, `${own}_gone`) })],
  [
    "no right to make tables",
    "database",
    () => ({ DATABASE_URL: withUser(onServer(scratch().url, own), own, "of-a-test") }),
  ],
  [
    "a database that can only be read",
    "database",
    () => ({ DATABASE_URL: `${scratch().url}?options=${encodeURIComponent("-c default_transaction_read_only=on")}` }),
  ],
  ["a database in another encoding", "database", () => ({ DATABASE_URL: onServer(scratch().url, `${own}_ascii`) })],
  ["a pool larger than the database", "database", () => ({ DATABASE_POOL: "1000" })],
  ["no hub there", "hub", (port) => ({ JUPYTERHUB_API_URL: `http://127.0.0.1:${port}/hub/api` })],
  ["the hub's page for its API", "hub", () => ({ JUPYTERHUB_API_URL: `${hub.url}/hub` })],
  ["a token that the hub does not know", "hub", () => ({ JUPYTERHUB_API_TOKEN: "not-a-token-of-the-hub" })],
  [
    "a role without a scope",
    "hub",
    () => {
      hub.setHub({ scopes: ["list:users", "tokens"] });
      return {};
    },
  ],
  ["an address where no labs are", "lab", (port) => ({ LAB_URL_TEMPLATE: `http://127.0.0.1:${port}{base_url}` })],
  ["the hub's address for the labs'", "lab", () => ({ LAB_URL_TEMPLATE: `${hub.url}/hub{base_url}` })],
  [
    "labs without the extension",
    "lab",
    () => {
      for (const { username } of hub.labs()) hub.setLab({ username, behaviour: "no-extension" });
      return {};
    },
  ],
  [
    "a port that somebody else has",
    "port",
    async () => {
      const port = await listening(createServer((_, answer) => answer.end("another")));
      return { PORT: String(port), DATABASE_URL: "", AUTH_URL: "" };
    },
  ],
  ["an address of another machine", "port", () => ({ HOSTNAME: "203.0.113.1", DATABASE_URL: "", AUTH_URL: "" })],
  [
    "a public address that leads elsewhere",
    "address",
    async () => {
      const elsewhere = await listening(createServer((_, answer) => answer.writeHead(404).end()));
      return { AUTH_URL: `http://127.0.0.1:${elsewhere}` };
    },
  ],
  [
    "a proxy that takes the path away",
    "address",
    async (port) => ({
      BASE_PATH: "/services/belfry",
      TRUSTED_PROXIES: "127.0.0.1",
      AUTH_URL: await proxy(port, { headers: forwarded, pathOf: (at) => at.replace("/services/belfry", "") }),
    }),
  ],
  [
    "a proxy that keeps Host to itself",
    "address",
    async (port) => ({
      TRUSTED_PROXIES: "127.0.0.1",
      AUTH_URL: await proxy(port, { headers: { ...forwarded, host: "belfry" } }),
    }),
  ],
  ["a proxy that is not named", "address", async (port) => ({ AUTH_URL: await proxy(port, { headers: forwarded }) })],
  ["a proxy that says nothing of who asks", "address", async (port) => ({ AUTH_URL: await proxy(port) })],
];

describe("diagnose", () => {
  it("finds nothing wrong where nothing is, asks one lab and sends it nothing", async () => {
    const checks = (await diagnosed(() => ({}))).filter(({ name }) => name !== "build");
    expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual(
      ["settings", "folder", "database", "hub", "lab", "clock", "port", "address"].map((name) => `${name} ok`),
    );
    expect(hub.labs().map(({ probes }) => probes)).toEqual([1, 0, 0, 0, 0]);
    expect(hub.labs().flatMap(({ arrivals }) => arrivals)).toEqual([]);
    expect(hub.state().leaks).toEqual([]);
  });

  it("takes a proxy that is named, and says as whose its request counts", async () => {
    const checks = await diagnosed(async (port) => ({
      TRUSTED_PROXIES: "127.0.0.1",
      AUTH_URL: await proxy(port, { headers: forwarded }),
    }));
    expect(checks.find(({ name }) => name === "address")).toMatchObject({
      state: "ok",
      found: expect.stringContaining("203.0.113.9") as unknown,
    });
  });

  it.each(wrongSetUps)("%s", async (name, part, change) => {
    const checks = await diagnosed(change);
    const wrong = checks.filter((each) => each.state === "wrong" && each.name !== "build");
    expect(wrong.map((each) => each.name)).toEqual([part]);
    const [{ found, todo } = { found: "", todo: "" }] = wrong;
    // The manual has it word for word.
    expect(docs).toContain(`| ${name} | \`${part}\` | ${plain(found)} | ${plain(todo ?? "")} |`);
  });

  it("a clock that is an hour ahead", async () => {
    const checks = await diagnosed(() => ({}), { now: () => Date.now() + 3_600_000 });
    expect(checks.find(({ name }) => name === "clock")).toMatchObject({
      state: "wrong",
      found: "this machine's clock is 3600 s ahead of that of the database",
    });
  });

  it("one lab that is ill says nothing of the settings", async () => {
    const [first] = hub.labs();
    hub.setLab({ username: first?.username ?? "", behaviour: "crashed" });
    const checks = await diagnosed(() => ({}));
    expect(checks.find(({ name }) => name === "lab")?.state).toBe("ok");
  });

  it("an empty database stays empty", async () => {
    const url = onServer(scratch().url, own);
    const checks = await diagnosed(() => ({ DATABASE_URL: url }));
    expect(checks.find(({ name }) => name === "database")).toMatchObject({
      state: "ok",
      found: expect.stringContaining("empty: the first start makes its tables") as unknown,
    });
    const sql = connect(url);
    expect(await sql`select 1 from pg_namespace where nspname in ('drizzle', 'pgboss')`).toEqual([]);
    await sql.end();
  });

  it("never says a password or a token", async () => {
    const checks = await diagnosed(() => ({
      DATABASE_URL: withUser(scratch().url, own, "hunter2hunter2"),
      JUPYTERHUB_API_TOKEN: "a-token-not-to-be-said",
    }));
    expect(report(checks) + JSON.stringify(checks)).not.toMatch(/hunter2|not-to-be-said/);
  });
});
