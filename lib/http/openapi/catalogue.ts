import type { Endpoint } from "../endpoint.ts";
import * as broadcast from "../endpoints/broadcast.ts";
import * as inbox from "../endpoints/inbox.ts";
import * as inlets from "../endpoints/inlets.ts";
import * as live from "../endpoints/live.ts";
import * as me from "../endpoints/me.ts";
import * as notices from "../endpoints/notices.ts";
import * as operations from "../endpoints/operations.ts";
import * as origins from "../endpoints/origins.ts";
import * as outlets from "../endpoints/outlets.ts";
import * as people from "../endpoints/people.ts";
import * as reference from "../endpoints/reference.ts";
import * as tokens from "../endpoints/tokens.ts";

/** What most come for first. The rest by address, and by what is done there. */
const first = [
  "publishNotifications",
  "listNotifications",
  "listOriginNotifications",
  "getNotification",
  "markOneRead",
  "markOriginRead",
  "markAllRead",
  "clearOne",
  "clearOrigin",
  "clearAll",
  "undoClear",
  "sendBroadcast",
  "getBroadcast",
];
const methods = ["get", "post", "put", "patch", "delete"];

const rank = (name: string, { path, method }: Endpoint) =>
  [
    first.includes(name) ? String(first.indexOf(name)).padStart(2, "0") : "99",
    path,
    String(methods.indexOf(method)),
  ].join(" ");

/** The headings of the reference, in its order: what lies under each, and what that is about. */
export const headings: Record<string, { about: string; endpoints: Record<string, Endpoint> }> = {
  Inbox: { about: "Publish notifications; list, search, mark, clear and bring them back", endpoints: inbox },
  Live: { about: "The stream of what happens, as it happens", endpoints: live },
  Broadcasts: { about: "Ring every running lab, and see what came of each", endpoints: broadcast },
  "Origins and members": { about: "What can be published to, and who sees it", endpoints: origins },
  Inlets: { about: "Addresses that turn what others send into notifications", endpoints: inlets },
  Outlets: { about: "Where one's inbox is sent as well", endpoints: outlets },
  "Who is asking": { about: "Whose a token is, and what it may do", endpoints: me },
  Tokens: { about: "API tokens, one's own and those of others", endpoints: tokens },
  People: { about: "Accounts, their roles and passwords", endpoints: people },
  Notices: { about: "What everybody may know, and one's inbox as a feed", endpoints: notices },
  Operations: { about: "Whether the server is alive and ready, and what it counts", endpoints: operations },
  Reference: { about: "This document", endpoints: reference },
};

export type Catalogue = { tag: string; operationId: string; declared: Endpoint }[];

/** Every endpoint, under the heading the reference shows it and by the name it is exported as. */
export function catalogue(): Catalogue {
  return Object.entries(headings).flatMap(([tag, { endpoints }]) =>
    Object.entries(endpoints)
      .toSorted(([a, one], [b, other]) => (rank(a, one) < rank(b, other) ? -1 : 1))
      .map(([operationId, declared]) => ({ tag, operationId, declared })),
  );
}
