import { fork } from "node:child_process";
import { on, once } from "node:events";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sealSession, sessionToken } from "#lib/auth/session-token.ts";
import type { Order, Report } from "./stream-readers.ts";

const giveUpMs = 30_000;

/** The process with the readers. */
export interface Readers {
  open: (port: number, cookies: string[]) => Promise<void>;
  /**
   * Has something published that holds a mark nobody has heard before.
   * @returns ms from before that until every reader has it
   */
  hear: (publish: (mark: string) => Promise<unknown>) => Promise<number>;
  close: () => Promise<void>;
  end: () => void;
}

/** Starts it. */
export function startReaders(): Readers {
  let marks = 0;
  const child = fork(path.join(import.meta.dirname, "stream-readers.ts"));
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`the readers ended with ${String(code)}`)),
  );
  // Without it an end that nobody waits for just then would end this process too.
  ended.catch(() => undefined);
  const reported = async (said: Report["said"], signal?: AbortSignal) => {
    for await (const [report] of on(child, "message", { signal: signal ?? AbortSignal.timeout(giveUpMs * 4) }))
      if ((report as Report).said === said) return report as Report;
    throw new Error("the readers said nothing");
  };
  const obeyed = async (order: Order, said: Report["said"]) => {
    const answer = reported(said);
    child.send(order);
    return Promise.race([answer, ended]);
  };
  return {
    async open(port, cookies) {
      await obeyed({ do: "open", port, cookies }, "opened");
    },
    async hear(publish) {
      const mark = `mark ${++marks}.`;
      await obeyed({ do: "listen", mark }, "listening");
      const heard = reported("heard", AbortSignal.timeout(giveUpMs));
      const began = performance.now();
      await publish(mark);
      try {
        await Promise.race([heard, ended]);
      } catch (error) {
        const counted = await obeyed({ do: "count" }, "counted");
        throw new Error(
          `publish ${marks} did not reach ${"missing" in counted ? counted.missing : "some"} streams in ${giveUpMs} ms`,
          { cause: error },
        );
      }
      return performance.now() - began;
    },
    async close() {
      await obeyed({ do: "close" }, "closed");
    },
    end: () => child.kill(),
  };
}

/** Makes so many people. @param secret that the server signs sessions with @returns the cookie of each, signed in */
export async function addSignedIn({ db }: Database, count: number, secret: string): Promise<string[]> {
  const rows = await db.execute<{ id: number }>(sql`
    insert into person (provider, subject, username) select 'local', 'p' || n, 'p' || n from generate_series(1, ${count}::int) n returning id`);
  return Promise.all(
    rows.map(
      async ({ id }) =>
        `belfry-session=${await sealSession(secret, sessionToken({ id, username: "", sessionVersion: 1 }))}`,
    ),
  );
}
