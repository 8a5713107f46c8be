import { describe, expect, it } from "vitest";
import { Pool } from "./pool.ts";
import type { Session } from "./session.ts";

/** A pool of connections that stand for nothing, and those it has opened. */
function poolOf(max: number, failing: () => boolean = () => false) {
  const opened: { session: Session; close: () => void; destroyed?: Error; ended?: boolean }[] = [];
  const pool = new Pool(async (closed) => {
    if (failing()) throw new Error("nobody answers");
    const one: (typeof opened)[number] = {
      close: () => closed(one.session),
      session: {
        client: undefined as never,
        openedMs: performance.now(),
        gone: false,
        destroy: (error) => {
          one.destroyed = error;
          closed(one.session);
        },
        end: async () => {
          one.ended = true;
          closed(one.session);
        },
      },
    };
    opened.push(one);
    return one.session;
  }, max);
  return { pool, opened };
}

/** Work that holds its connection until it is told to end. */
function holding(pool: Pool) {
  const end = Promise.withResolvers<undefined>();
  const begun = Promise.withResolvers<Session>();
  const done = pool.use(async (session) => {
    begun.resolve(session);
    return end.promise;
  });
  return { begun: begun.promise, done, end: () => end.resolve(undefined) };
}

describe("Pool", () => {
  it("lends each connection to one at a time and opens no more than it may; who waits longest is served first", async () => {
    const { pool, opened } = poolOf(2);
    const [first, second] = [holding(pool), holding(pool)];
    expect(await first.begun).not.toBe(await second.begun);
    const served: string[] = [];
    const waiting = ["third", "fourth"].map((name) => pool.use(async () => served.push(name)));
    expect(pool).toMatchObject({ inUse: 2, waiting: 2 });
    first.end();
    await Promise.all(waiting);
    expect(served).toEqual(["third", "fourth"]);
    second.end();
    await second.done;
    expect(opened).toHaveLength(2);
    expect(pool).toMatchObject({ inUse: 0, waiting: 0 });
  });

  it("gives the connection back when the work fails", async () => {
    const { pool, opened } = poolOf(1);
    await expect(pool.use(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await pool.use(async () => "again")).toBe("again");
    expect(opened).toHaveLength(1);
  });

  it("opens another for whoever waits when one closes, lent or not", async () => {
    const { pool, opened } = poolOf(1);
    const first = holding(pool);
    await first.begun;
    const second = pool.use(async (session) => session);
    opened[0]?.close();
    expect(await second).toBe(opened[1]?.session);
    first.end();
    await first.done;
    expect(pool.inUse).toBe(0);
    opened[1]?.close();
    expect(await pool.use(async (session) => session)).toBe(opened[2]?.session);
  });

  it("fails whoever waits when none can be opened, unless one is lent that will come back", async () => {
    let failing = true;
    const { pool } = poolOf(2, () => failing);
    const both = [pool.use(async () => 1), pool.use(async () => 2)];
    for (const each of both) await expect(each).rejects.toThrow("nobody answers");
    failing = false;
    const held = holding(pool);
    await held.begun;
    failing = true;
    const waits = pool.use(async () => 3);
    held.end();
    expect(await waits).toBe(3);
  });

  it("waits at its close for what is lent, then destroys it; nobody is lent one any more", async () => {
    const { pool, opened } = poolOf(2);
    await pool.use(async () => undefined);
    const held = holding(pool);
    await held.begun;
    const closed = pool.close(5000);
    await expect(pool.use(async () => undefined)).rejects.toMatchObject({ code: "CONNECTION_ENDED" });
    held.end();
    await closed;
    expect(opened).toEqual([expect.objectContaining({ ended: true })]);

    const hung = poolOf(1);
    await holding(hung.pool).begun;
    await hung.pool.close(1);
    expect(hung.opened[0]?.destroyed).toMatchObject({ code: "CONNECTION_ENDED" });
  });
});
