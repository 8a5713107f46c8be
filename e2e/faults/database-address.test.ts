import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { makeCertificates, type Certificates } from "./certificates.ts";
import { startInstances } from "./instances.ts";
import { login, makePostgres, removeAll, type RealPostgres } from "./postgres.ts";
import { heard, makeOrigin, publish } from "./publishing.ts";
import { startPgbouncer } from "./proxies.ts";

let known: Certificates;
let other: Certificates;
let server: RealPostgres;
let plain: RealPostgres;

beforeAll(async () => {
  known = makeCertificates("localhost");
  other = makeCertificates("localhost");
  [server, plain] = [await makePostgres(), await makePostgres()];
  await server.stop("fast");
  const files = {
    ssl_cert_file: server.write("s.pem", known.certificate),
    ssl_key_file: server.write("s.key", known.key),
  };
  await server.start({ ssl: "on", listen_addresses: "127.0.0.1,::1", ...files });
  server.write("pg_hba.conf", "host all postgres all scram-sha-256\nhostssl all all all scram-sha-256\n");
  await server.ask("select pg_reload_conf()");
  await server.ask("create role guest login password 'a guest'");
});
afterAll(removeAll);
afterAll(() => [known, other].forEach((each) => each.remove()));

/** Fills in what stands for parts of this server's own address. */
function filledIn(form: string): string {
  const password = encodeURIComponent(login.password);
  return Object.entries({ USER: login.user, PASSWORD: password, PORT: String(server.port), PLAIN: String(plain.port), DATABASE: login.database, CA: known.caFile, OTHER: other.caFile })
    .reduce((text, [name, value]) => text.replaceAll(name, value), form); // prettier-ignore
}

/** How a session goes to the server: whether it is encrypted, and what it says of itself. */
async function session(url: string): Promise<Record<string, unknown> | undefined> {
  const { db, close } = openDatabase(url, { max: 1 });
  try {
    const [row] = await db.execute(sql`
      select ssl, application_name as name from pg_stat_ssl join pg_stat_activity using (pid) where pid = pg_backend_pid()`);
    return row;
  } finally {
    await close();
  }
}

describe("an address as it is printed works", () => {
  it.each([
    ["without a word of encryption, to a server that wants it (Heroku)", "postgres://USER:PASSWORD@127.0.0.1:PORT/DATABASE"],
    ["to a server that has none", "postgres://USER:PASSWORD@127.0.0.1:PLAIN/DATABASE"],
    ["encrypted, by a CA that nobody knows (Azure, DigitalOcean, Aiven)", "postgres://USER:PASSWORD@127.0.0.1:PORT/DATABASE?sslmode=require"],
    ["as JDBC has it", "postgresql://USER:PASSWORD@127.0.0.1:PORT/DATABASE?ssl=true"],
    ["checked in full, the CA in a file (RDS)", "postgres://USER:PASSWORD@localhost:PORT/DATABASE?sslmode=verify-full&sslrootcert=CA"],
    ["the CA alone checked, by another name", "postgres://USER:PASSWORD@127.0.0.1:PORT/DATABASE?sslmode=verify-ca&sslrootcert=CA"],
    ["bound to its channel (Neon)", "postgresql://USER:PASSWORD@localhost:PORT/DATABASE?sslmode=require&channel_binding=require&sslrootcert=CA"],
    ["bound to its channel if it can", "postgresql://USER:PASSWORD@127.0.0.1:PORT/DATABASE?sslmode=require&channel_binding=prefer"],
    ["an IPv6 address", "postgresql://USER:PASSWORD@[::1]:PORT/DATABASE?sslmode=require"],
    ["several hosts, the first gone", "postgresql://USER:PASSWORD@127.0.0.1:1,localhost:PORT/DATABASE?target_session_attrs=read-write&sslmode=verify-full&sslrootcert=CA"],
    ["for other programs too (Prisma, Supabase, Vercel)", "postgres://USER:PASSWORD@127.0.0.1:PORT/DATABASE?sslmode=require&schema=public&connection_limit=1&pool_timeout=0&supa=base-pooler.x"],
    ["all in parameters", "postgresql:///DATABASE?host=127.0.0.1&port=PORT&user=USER&password=PASSWORD&sslmode=require"],
  ])("%s", async (_, form) => {
    expect(await session(filledIn(form))).toEqual({ ssl: !form.includes("PLAIN"), name: "belfry" });
    await migrate(filledIn(form));
  }); // prettier-ignore
});

describe("an address that does not work is refused in one line that names the setting and the remedy", () => {
  const to = "postgres://USER:PASSWORD@localhost:PORT/DATABASE";
  it.each([
    ["no known CA", `${to}?sslmode=verify-full`, /DATABASE_CA or sslrootcert/],
    ["another CA", `${to}?sslmode=verify-ca&sslrootcert=OTHER`, /DATABASE_CA or sslrootcert/],
    ["channel binding, no known CA", `${to}?sslmode=require&channel_binding=require`, /DATABASE_CA or sslrootcert.*channel_binding/],
    ["no such CA file", `${to}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`, /\/nowhere\/ca\.pem can't be read \(ENOENT\)/],
    ["a CA file that holds none", `${to}?sslmode=verify-full&sslrootcert=${path.resolve("package.json")}`, /holds no certificate/],
    ["another host's certificate", `${to.replace("localhost", "127.0.0.1")}?sslmode=verify-full&sslrootcert=CA`, /another name than 127\.0\.0\.1:\d+; use the name in it, or sslmode=verify-ca/],
    ["encryption that the server lacks", "postgres://USER:PASSWORD@127.0.0.1:PLAIN/DATABASE?sslmode=require", /does not encrypt.*sslmode=prefer/],
    ["none where the server wants it", `${to}?sslmode=disable`, /no encryption; add sslmode=require/],
    ["a wrong password", "postgres://USER:wrong@localhost:PORT/DATABASE", /the password for belfry is wrong/],
    ["an unknown role", "postgres://nobody:PASSWORD@localhost:PORT/DATABASE", /the password for nobody is wrong/],
    ["an unknown database", "postgres://USER:PASSWORD@localhost:PORT/nowhere", /there is no database nowhere; create it/],
    ["an unknown host", "postgres://USER:PASSWORD@nowhere.invalid/DATABASE", /the host of nowhere\.invalid:5432 has no address/],
    ["nobody there", "postgres://USER:PASSWORD@127.0.0.1:1/DATABASE", /nobody listens at 127\.0\.0\.1:1/],
    ["a role that may not make tables", "postgres://guest:a%20guest@localhost:PORT/DATABASE", /permission denied.*grant create on schema public to "guest"/],
    ["sslmode of another program", `${to}?sslmode=no-verify`, /sslmode=no-verify; it is one of disable, allow, prefer, require/],
    ["a standby wanted", `${to}?target_session_attrs=standby`, /target_session_attrs=standby; Belfry writes/],
    ["a parameter that would be left out", `${to}?sslcert=client.pem`, /does not know: sslcert/],
    ["another program's form", "host=localhost port=PORT dbname=DATABASE", /of the form postgres:\/\//],
  ])("%s", async (_, form, line) => {
    const refusal = await migrate(filledIn(form)).then(
      () => "none",
      (error: unknown) => (error as Error).message,
    );
    expect(refusal).toMatch(line);
    expect(refusal).toMatch(/^DATABASE_(URL|CA)[^\n]*$/);
    expect(refusal).not.toMatch(/select |create table|ring(%20| )the/i);
  }); // prettier-ignore
});

describe("through a pooler", () => {
  const tables = async () =>
    plain.ask(
      "select relname from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'drizzle', 'pgboss')",
      login.database,
    );
  beforeEach(async () => {
    await plain.ask(`drop database ${login.database} with (force)`);
    await plain.ask(`create database ${login.database} owner ${login.user}`);
  });

  it.each(["transaction", "statement"] as const)(
    "in %s mode the start is refused by name, and nothing was written or is locked",
    async (mode) => {
      const pooler = await startPgbouncer(plain, mode);
      try {
        await expect(migrate(pooler.url)).rejects.toThrow(
          /^DATABASE_URL leads through a pooler in transaction mode.*use its session mode/,
        );
        expect(await tables()).toEqual([]);
        expect(await plain.ask("select from pg_locks where locktype = 'advisory'")).toHaveLength(0);
      } finally {
        await pooler.stop();
      }
    },
  );

  it("in session mode all goes: two start at once, publish, and hear of each other", async () => {
    const pooler = await startPgbouncer(plain, "session");
    const belfry = await startInstances(2, { databaseUrl: pooler.url, settings: { DATABASE_POOL: "8" } });
    try {
      await makeOrigin(belfry);
      const [url = "", second = ""] = belfry.urls;
      const stream = await belfry.ask(second, "GET", "/api/stream");
      const { status, title } = await publish(belfry, url);
      expect(status).toBe(201);
      await heard(stream, title);
      expect((await belfry.ask(url, "POST", "/hub/api/notifications/broadcast", { message: "Pooled" })).status).toBe(
        200,
      );
      expect(await plain.ask("select from pg_locks where locktype = 'advisory' and objid = 736153301")).toHaveLength(0);
    } finally {
      await belfry.stop();
      await pooler.stop();
    }
  });
});
