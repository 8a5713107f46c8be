import { beforeAll, beforeEach, expect } from "vitest";
import { call, documented, type Sent } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import * as members from "../../api/origins/[origin]/members/[username]/route.ts";
import * as origins from "../../api/origins/[origin]/route.ts";
import * as one from "../[origin]/[id]/route.ts";
import * as ofOrigin from "../[origin]/route.ts";
import * as all from "../route.ts";

export interface Page {
  range_start: number;
  range_end: number;
  total_count: number;
  data: Notification[];
}
export interface Group {
  origin: string;
  notifications: Notification[];
}

/** The inbox's API on a scratch database: an admin who publishes, and for each test another alice, who belongs to core and cnunciato. */
export function inboxApi() {
  const database = scratchInstance();
  let admin: string;
  let alice: string;
  let made = 0;

  beforeAll(async () => {
    admin = (await newBearer(database(), "admin", ["admin", "publish", "notifications"], "admin")).token;
    for (const origin of ["core", "cnunciato"])
      await call(origins, "PUT", `/api/origins/${origin}`, { token: admin }, { origin });
  });

  beforeEach(async () => {
    const username = `alice-${++made}`;
    alice = (await newBearer(database(), username, ["notifications"])).token;
    for (const origin of ["core", "cnunciato"]) {
      expect(
        (
          await call(
            members,
            "PUT",
            `/api/origins/${origin}/members/${username}`,
            { token: admin },
            { origin, username },
          )
        ).status,
      ).toBe(204);
    }
  });

  const get = (query = "", headers: Record<string, string> = {}) =>
    call(all, "GET", `/notifications${query}`, { token: alice, headers });
  const groups = async () => documented<Group[]>("listNotifications", await get());
  return {
    database,
    admin: () => admin,
    alice: () => alice,
    publish: (body: unknown, headers: Record<string, string> = {}) =>
      call(all, "POST", "/notifications", { token: admin, body, headers }),
    get,
    getOrigin: (origin: string, query = "", headers: Record<string, string> = {}) =>
      call(ofOrigin, "GET", `/notifications/${origin}${query}`, { token: alice, headers }, { origin }),
    groups,
    ids: async () => (await groups()).flatMap(({ notifications }) => notifications.map(({ id }) => id)),
    /** Changes something as alice. */
    change: (method: string, url: string, more: Omit<Sent, "token"> = {}) => {
      const [, , origin = "", id = ""] = new URL(url, "http://belfry.example").pathname.split("/");
      const [handlers, params] = id ? [one, { origin, id }] : origin ? [ofOrigin, { origin }] : [all, {}];
      return call(handlers, method, url, { token: alice, ...more }, params);
    },
  };
}

export const notes = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ type: "note", origin: "core", data: { n } }));
