import * as broadcasts from "./routes/broadcasts.ts";
import * as inboxChanges from "./routes/inbox-changes.ts";
import * as inbox from "./routes/inbox.ts";
import * as inlets from "./routes/inlets.ts";
import * as live from "./routes/live.ts";
import * as me from "./routes/me.ts";
import * as notices from "./routes/notices.ts";
import * as operations from "./routes/operations.ts";
import * as origins from "./routes/origins.ts";
import * as outlets from "./routes/outlets.ts";
import * as people from "./routes/people.ts";
import * as reference from "./routes/reference.ts";
import * as savedMessages from "./routes/saved-messages.ts";
import * as series from "./routes/series.ts";
import * as tokens from "./routes/tokens.ts";
import { PathTable } from "./path-table.ts";
import type { Route } from "./route.ts";

/** Every route, by its endpoint's name. */
export const routes: Record<string, Route> = {
  ...broadcasts,
  ...inbox,
  ...inboxChanges,
  ...inlets,
  ...live,
  ...me,
  ...notices,
  ...operations,
  ...origins,
  ...outlets,
  ...people,
  ...reference,
  ...savedMessages,
  ...series,
  ...tokens,
};

/** The routes of each path, by method. */
export const table = new PathTable(
  Map.groupBy(Object.values(routes), ({ declared }) => declared.path)
    .entries()
    .map(([path, all]) => [path, new Map(all.map((each) => [each.declared.method.toUpperCase(), each]))] as const),
);
