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

/** Every endpoint, under the heading the reference shows it and by the name it is exported as. */
export function catalogue(): { tag: string; operationId: string; declared: Endpoint }[] {
  const headings = {
    Inbox: inbox,
    Live: live,
    Broadcasts: broadcast,
    "Origins and members": origins,
    Inlets: inlets,
    Outlets: outlets,
    "Who is asking": me,
    Tokens: tokens,
    People: people,
    Notices: notices,
    Operations: operations,
    Reference: reference,
  };
  return Object.entries(headings).flatMap(([tag, endpoints]) =>
    Object.entries(endpoints).map(([operationId, declared]) => ({ tag, operationId, declared })),
  );
}
