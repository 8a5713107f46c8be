import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { parseAddress } from "./address.ts";
import { openDatabase } from "./client.ts";
import { migrate } from "./migrate.ts";
import { endpointOf } from "./session.ts";
import { scratchDatabase } from "./test/scratch.ts";
import { unavailable } from "./unavailable.ts";

const database = scratchDatabase();
const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

/** The way to the database; while it is cut, nothing comes through and nothing is refused, as with a host that is gone. */
async function way() {
  const target = endpointOf(parseAddress(database().url));
  const sockets = new Set<Socket>();
  let cut = false;
  const server = createServer((near) => {
    const far = connect(target);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from);
      from.on("data", (chunk) => !cut && to.write(chunk));
      from.on("close", () => to.destroy());
      from.on("error", () => to.destroy());
    }
  }); // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  const url = new URL(database().url);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: url.toString(), cut: () => (cut = true), mend: () => (cut = false) };
}

const failure = (statement: PromiseLike<unknown>) =>
  Promise.resolve(statement).then(
    () => "nothing",
    (error: unknown) => unavailable(error) ?? String(error),
  );

it("who asks a database that is gone without a word is told so, and it goes on when it is back", async () => {
  const road = await way();
  const { db, listen, pool, close } = openDatabase(road.url, { max: 3 });
  ends.push(close);
  const heard: string[] = [];
  let listened = 0;
  await listen("news", { hear: (news) => heard.push(news), listening: () => (listened += 1) });
  const ask = () => db.execute(sql`select 1`);
  const insert = () => db.transaction((tx) => tx.execute(sql`insert into origin (name) values ('gone')`));
  await Promise.all([ask(), ask(), ask()]);
  road.cut();
  const told = await Promise.all([ask, insert, ask, ask, insert, ask].map((each) => failure(each())));
  expect(told).toEqual(told.map(() => expect.stringMatching(/^(away|busy)$/) as unknown));
  expect(told).toContain("away");
  road.mend();
  await expect.poll(() => failure(ask())).toBe("nothing");
  expect(await db.execute(sql`select from origin where name = 'gone'`)).toHaveLength(0);
  await expect
    .poll(async () => {
      await database().db.execute(sql`select pg_notify('news', 'again')`);
      return heard;
    })
    .toContain("again");
  expect(listened).toBeGreaterThanOrEqual(1);
  await expect.poll(pool).toMatchObject({ inUse: 0, waiting: 0 });
});

it("a connection on which nothing can be written any more is given up, and another asked for", async () => {
  const { db, close } = openDatabase(database().url, { max: 1 });
  ends.push(close);
  await db.execute(sql`set default_transaction_read_only = on`);
  expect(await failure(db.execute(sql`insert into origin (name) values ('later')`))).toBe("read-only");
  expect(await failure(db.execute(sql`insert into origin (name) values ('later')`))).toBe("nothing");
});

it("of several hosts the one that can be written to is found", async () => {
  const url = new URL(database().url);
  const several = database().url.replace(`@${url.host}`, `@127.0.0.1:1,${url.host}`);
  const { db, close } = openDatabase(`${several}?target_session_attrs=read-write`, { max: 2 });
  ends.push(close);
  expect(await db.execute(sql`select 1 as n`)).toEqual([{ n: 1 }]);
});

it("of several hosts of which none takes writes, the one that can't be had is the reason, and not a standby beside it", async () => {
  const url = new URL(database().url);
  const standby = `@${url.host}/`;
  const several = (hosts: string) =>
    `${database().url.replace(standby, `@${hosts}/`)}?options=-c%20default_transaction_read_only%3Don`;
  for (const hosts of [`127.0.0.1:1,${url.host}`, `${url.host},127.0.0.1:1`]) {
    const { db, close } = openDatabase(several(hosts), { max: 1 });
    ends.push(close);
    expect(await failure(db.execute(sql`select 1`))).toBe("away");
    await expect(migrate(several(hosts))).rejects.toThrow(/^DATABASE_URL: nobody listens at 127\.0\.0\.1:1$/);
  }
});

it("a server that took its Unix socket away is one that is gone", async () => {
  const { db, close } = openDatabase("postgres://u:p@%2Fnowhere/d", { max: 1 });
  ends.push(close);
  expect(await failure(db.execute(sql`select 1`))).toBe("away");
  await expect(migrate("postgres://u:p@%2Fnowhere/d")).rejects.toThrow("DATABASE_URL: nobody listens at /nowhere:5432");
});

it("who waits too long for a connection hears that all are at work", async () => {
  const { db, close } = openDatabase(database().url, { max: 1 });
  ends.push(close);
  const done = Promise.withResolvers<undefined>();
  const held = db.transaction(() => done.promise);
  expect(await failure(db.execute(sql`select 1`))).toBe("busy");
  done.resolve(undefined);
  await held;
  expect(await failure(db.execute(sql`select 1`))).toBe("nothing");
});

it("a statement that takes too long is ended by Postgres, and its connection goes on", async () => {
  const { db, close } = openDatabase(database().url, { max: 1 });
  ends.push(close);
  const pid = async () => (await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]?.pid;
  const before = await pid();
  expect(await failure(db.execute(sql`select pg_sleep(30)`))).toBe("away");
  expect(await pid()).toBe(before);
});

it.each([
  [
    (url: string) => url.replace(/:[^:@]+@/, ":wrong@"),
    /^DATABASE_URL: the password for \w+ is wrong; put the right one into DATABASE_URL$/,
  ],
  [(url: string) => url.replace(/[^/]+$/, "nowhere"), /^DATABASE_URL: there is no database nowhere; create it$/],
  [(url: string) => url.replace(/@[^/]+\//, "@127.0.0.1:1/"), /^DATABASE_URL: nobody listens at 127\.0\.0\.1:1$/],
  [(url: string) => `${url}?options=-c%20default_transaction_read_only%3Don`, /can only be read; name the primary/],
])("a first connection that fails says in one line which setting, and what helps (%#)", async (spoilt, line) => {
  await expect(migrate(spoilt(database().url))).rejects.toThrow(line);
});

it("a schema from a newer version is left alone", async () => {
  const { db, url } = database();
  await db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9000000000000)`);
  await expect(migrate(url)).rejects.toThrow("newer version of Belfry");
  await db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'later'`);
  await migrate(url);
});
