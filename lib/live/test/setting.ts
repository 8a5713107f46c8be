import { PassThrough } from "node:stream";
import { afterEach } from "vitest";
import type { Database } from "#db/client.ts";
import { addPerson } from "#db/test/scratch.ts";
import type { Actor, Ctx } from "#lib/ctx.ts";
import { append } from "#lib/inbox/append.ts";
import { createLog } from "#lib/log.ts";
import { ownScopes } from "#lib/people/person.ts";
import { openBus } from "#lib/bus/bus.ts";
import { openLive, type Live } from "../open-live.ts";
import { Reader } from "./reader.ts";

const log = createLog("silent");

/** An instance's hub, as many as a test likes on one database. */
export interface TestLive extends Live {
  /** Opens a stream and reads it. Whoever destroys the sink has gone away. */
  read: (
    actor: Actor,
    more?: { after?: string; sink?: PassThrough; stillValid?: () => Promise<boolean> },
  ) => Promise<Reader>;
}

export interface Setting {
  startLive: (more?: Parameters<typeof openLive>[1]) => Promise<TestLive>;
  newPerson: (more?: { role?: "admin" | "member" }) => Promise<Ctx>;
  /** Publishes one after the other; each carries its number as `data.n`. */
  publish: (audience: string, ...numbers: number[]) => Promise<void>;
}

/** What tests of the hub start from; what they open is closed after each. */
export function setting(database: () => Database): Setting {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  let people = 0;
  return {
    async startLive(more) {
      const bus = await openBus(database());
      const live = openLive({ db: database().db, log, bus }, more);
      closers.push(async () => {
        live.close();
        await bus.close();
      });
      return {
        ...live,
        async read(actor, { sink = new PassThrough(), ...more } = {}) {
          await live.open({ actor, sink, ...more });
          return new Reader(sink as AsyncIterable<Buffer>);
        },
      };
    },
    async newPerson({ role = "member" } = {}) {
      const username = `person-${++people}`;
      const personId = await addPerson(database(), username, { role });
      const actor: Actor = { personId, username, provider: "local", role, scopes: ownScopes(role), via: "session" };
      return { db: database().db, actor, now: () => new Date(), log };
    },
    async publish(audience, ...numbers) {
      for (const n of numbers) await append(database().db, [entry(audience, n)]);
    },
  };
}

/** A notification to store under the origin that its audience names. */
export function entry(audience: string, n: number, origin = audience.replace(/^origin:/, "")) {
  return {
    audience,
    origin,
    type: "note",
    category: "info" as const,
    data: { n },
    shownAt: new Date(1_512_687_331_658),
  };
}
