import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import type { Database } from "#db/client.ts";
import { twoInstances } from "#lib/bus/test/two-instances.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError, type ErrorCode } from "#lib/errors.ts";
import type { Counts } from "#lib/inbox/counts.ts";
import { keepBodies } from "#lib/inbox/kept-bodies.ts";
import { keepListings } from "#lib/inbox/kept-listings.ts";
import type { Group } from "#lib/inbox/list.ts";
import type { Filter } from "#lib/inbox/newest.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { searchedBy } from "#lib/inbox/test/both.ts";
import type { Verbs } from "#lib/inbox/test/verbs.ts";
import { instance, type Instance } from "#lib/instance.ts";
import { standBefore } from "../stand-before.ts";
import { table } from "../table.ts";
import { call } from "./call.ts";
import { newCookie } from "./scratch-instance.ts";

/** The server's own front, over a socket, and the handlers of the files in `app/`, as Next.js calls them. */
export const doors = ["front", "Next.js"] as const;
export type Door = (typeof doors)[number];

interface At {
  running: Instance;
  server: Server;
  url: string;
}

interface Asked {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  at: string;
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
}

const codes: Partial<Record<number, ErrorCode>> = { 404: "not-found", 409: "conflict" };

/**
 * Two instances on one database, each with both doors.
 * @returns each, and the verbs of an inbox through a door: of the instance whose `db` whoever asks has
 */
export function twoDoors(database: () => Database): {
  instance: ReturnType<typeof twoInstances>;
  through: (door: Door) => Verbs;
} {
  const pools = twoInstances(() => database().url);
  const here = new AsyncLocalStorage<Instance>();
  const all: At[] = [];
  beforeAll(async () => {
    const one = instance();
    for (const { database, bus } of [pools(0), pools(1)]) {
      const running: Instance = { ...one, database, bus, listings: keepListings(), bodies: keepBodies() };
      const server = createServer();
      standBefore(server, running);
      server.prependListener("request", () => here.enterWith(running));
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      all.push({ running, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    }
    // A process has one instance. Here it is the one that is asked.
    Object.defineProperty(globalThis, Symbol.for("belfry.instance"), {
      configurable: true,
      get: () => here.getStore() ?? one,
      set: () => undefined,
    });
  });
  afterAll(() => {
    for (const { server } of all) {
      server.closeAllConnections();
      server.close();
    }
  });

  const cookies = new Map<number, string>();
  const cookieOf = async (personId: number) => {
    const cookie = cookies.get(personId) ?? (await newCookie(personId));
    cookies.set(personId, cookie);
    return cookie;
  };
  async function asks(
    door: Door,
    { db, actor }: Pick<Ctx, "db" | "actor">,
    { method = "GET", at, query = {}, headers: more = {}, body }: Asked,
  ): Promise<Response> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== false);
    const where =
      given.length === 0 ? at : `${at}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
    const asked = all.find(({ running }) => running.database.db === db);
    if (!asked) throw new Error("nobody here has this database");
    const headers = { ...more, Cookie: await cookieOf(actor.personId) };
    const answer =
      door === "front"
        ? await fetch(asked.url + where, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
        : await here.run(asked.running, () => callFile(method, where, { headers, body }));
    const code = codes[answer.status];
    if (code) throw new BelfryError(code, await answer.text());
    expect(answer.status, `${method} ${where}: ${answer.status}`).toBeLessThan(400);
    return answer;
  }

  const through = (door: Door): Verbs => {
    const known = new Map<string, string>();
    const ask = (who: Pick<Ctx, "db" | "actor">, asked: Asked) => asks(door, who, asked);
    const done = async (who: Pick<Ctx, "db" | "actor">, asked: Asked) => {
      expect((await ask(who, asked)).status).toBe(204);
    };
    const took = async (who: Pick<Ctx, "db" | "actor">, asked: Asked) => {
      const { headers } = await ask(who, { ...asked, method: "DELETE" });
      return { undoToken: headers.get("undo-token") ?? "", cleared: Number(headers.get("cleared-count")) };
    };
    return {
      async list(who, { limit, before, perOrigin, cleared = false, unmuted = false, ...filter }) {
        const query = {
          ...asText(filter),
          limit,
          before,
          per_origin: perOrigin,
          cleared,
          ...(unmuted && { muted: "false" }),
        };
        const answer = await ask(who, { at: "/notifications", query });
        const next = nextOf(answer, "before");
        return {
          ...listed(answer),
          groups: (await answer.json()) as Group[],
          next: next === undefined ? undefined : Number(next),
        };
      },
      async listSince(who, { since, limit, perOrigin, unmuted: _, ...filter }) {
        const query = { ...asText(filter), limit, per_origin: perOrigin, since };
        const answer = await ask(who, { at: "/notifications", query });
        return {
          ...listed(answer),
          groups: (await answer.json()) as Group[],
          more: nextOf(answer, "since") !== undefined,
        };
      },
      async listOrigin(who, { origin, start, ...filter }) {
        const answer = await ask(who, { at: `/notifications/${origin}`, query: { ...asText(filter), range: start } });
        const page = (await answer.json()) as {
          range_start: number;
          range_end: number;
          total_count: number;
          data: Notification[];
        };
        expect(page.range_start).toBe(start);
        expect(answer.status).toBe(page.total_count > page.range_end + 1 ? 206 : 200);
        return { ...listed(answer), total: page.total_count, items: page.data };
      },
      async fingerprint(who, origin) {
        const at = origin === undefined ? "/notifications" : `/notifications/${origin}`;
        const key = `${who.actor.personId} ${at}`;
        const before = known.get(key);
        const answer = await ask(who, { at, ...(before !== undefined && { headers: { "If-None-Match": before } }) });
        const etag = answer.headers.get("etag") ?? "";
        expect(answer.status).toBe(etag === before ? 304 : 200);
        known.set(key, etag);
        return etag;
      },
      getOne: async (who, { origin, id }) =>
        (await (await ask(who, { at: `/notifications/${origin}/${id}` })).json()) as Notification,
      counts: async (who) => (await (await ask(who, { at: "/api/inbox" })).json()) as Counts,
      clear: (who, { origin, asOf, unmuted: _, ...filter }) =>
        took(who, { at: of(origin), query: { ...asText(filter), as_of: asOf } }),
      dismiss: (who, { origin, id }) => took(who, { at: `/notifications/${origin}/${id}` }),
      async markRead(who, { origin, asOf, unmuted: _, ...filter }) {
        const query = { ...asText(filter), as_of: asOf };
        const { headers } = await ask(who, { method: "PATCH", at: of(origin), query, body: { read: true } });
        return { undoToken: headers.get("undo-token") ?? "", marked: Number(headers.get("marked-count")) };
      },
      markOne: (who, { origin, id, read }) =>
        done(who, { method: "PATCH", at: `/notifications/${origin}/${id}`, body: { read } }),
      keep: (who, { origin, id, kept }) =>
        done(who, { method: "PATCH", at: `/notifications/${origin}/${id}`, body: { kept } }),
      undo: (who, { token }) => done(who, { method: "POST", at: "/api/undo", body: { token } }),
      mute: (who, { origin, muted }) =>
        done(who, { method: muted ? "PUT" : "DELETE", at: `/api/inbox/muted/${origin}` }),
      async publish(who, given) {
        const said = (await (await ask(who, { method: "POST", at: "/notifications", body: given })).json()) as object;
        return ([said].flat() as { id: number }[]).map(({ id }) => id);
      },
      async addMember(who, { origin, username }) {
        await done(who, { method: "PUT", at: `/api/origins/${origin}/members/${username}` });
        return { waits: false };
      },
      removeMember: (who, { origin, username }) =>
        done(who, { method: "DELETE", at: `/api/origins/${origin}/members/${username}` }),
      registerOrigin: (who, { name }) => done(who, { method: "PUT", at: `/api/origins/${name}` }),
      removeOrigin: (who, { name }) => done(who, { method: "DELETE", at: `/api/origins/${name}` }),
    };
  };
  return { instance: pools, through };
}

/** What Next.js does with a request: it finds the file of its path. */
async function callFile(
  method: string,
  where: string,
  sent: { headers: Record<string, string>; body: unknown },
): Promise<Response> {
  const { pathname } = new URL(where, "http://any");
  const found = table.find(pathname);
  const declared = found?.value.values().next().value?.declared;
  if (!found || !declared) throw new Error(`there is no ${pathname}`);
  const file = path.join("../../../app", declared.path.replaceAll("{", "[").replaceAll("}", "]"), "route.ts");
  return call((await import(file)) as object, method, where, sent, found.params);
}

const of = (origin: string | undefined) => (origin === undefined ? "/notifications" : `/notifications/${origin}`);

/** A filter as it is asked for; a search by the words that its query was made of. */
const asText = ({ q, unread, category, type }: Filter) => ({ unread, category, type, q: searchedBy.get(q) });

const listed = ({ headers }: Response) => ({
  asOf: headers.get("as-of") ?? "",
  fingerprint: headers.get("etag") ?? "",
});

/** What the link to the rest says. */
function nextOf({ headers }: Response, name: string): string | undefined {
  const [, url] = /^<([^>]*)>; rel="next"$/.exec(headers.get("link") ?? "") ?? [];
  return url === undefined ? undefined : (new URL(url, "http://any").searchParams.get(name) ?? undefined);
}
