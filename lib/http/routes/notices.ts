import { basePath } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Instance } from "#lib/instance.ts";
import { atomType } from "#lib/notices/atom.ts";
import { banner } from "#lib/notices/banner.ts";
import { readFeed } from "#lib/notices/feeds/read.ts";
import { listNotices } from "#lib/notices/list.ts";
import { noticesAtom } from "#lib/notices/notices-atom.ts";
import type { Answer } from "../answer.ts";
import type { ApiRequest } from "../api-request.ts";
import * as endpoints from "../endpoints/notices.ts";
import { digestOf, matches } from "../etag.ts";
import { publicOrigin } from "../public-origin.ts";
import { route, type RouteInput } from "../route.ts";

/** Pages of any origin may read what follows, and load it: it is the same for everybody, and no cookie is looked at. */
const forEverybody = {
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Cache-Control": "public, max-age=15",
};

/** An answer with a tag of what it says; 304 to who has it already. */
function tagged(request: ApiRequest, body: string, headers: Record<string, string>): Answer {
  const all = { ...headers, ETag: `"${digestOf(body)}"` };
  if (matches(request.headers.get("if-none-match"), all.ETag)) return { status: 304, headers: all };
  return { status: 200, headers: all, body };
}

/** Where Belfry is mounted, as browsers know it. */
const addressOf = (running: Pick<Instance, "env">, request: ApiRequest) => publicOrigin(running, request) + basePath;

/** @throws BelfryError `not-found` while `PUBLIC_NOTICES` is off */
function requireOn({ env }: Pick<Instance, "env">): void {
  if (!env.PUBLIC_NOTICES) throw new BelfryError("not-found", "There is nothing at this address.");
}

type Input = Pick<RouteInput<unknown, unknown, unknown>, "ctx" | "running" | "request">;

export const getNotices = route(endpoints.getNotices, async ({ ctx, running, request }: Input) => {
  requireOn(running);
  const body = JSON.stringify({ notices: await listNotices(ctx) });
  return tagged(request, body, { "Content-Type": "application/json", ...forEverybody });
});

export const getNoticesAtom = route(endpoints.getNoticesAtom, async ({ ctx, running, request }: Input) => {
  requireOn(running);
  const body = noticesAtom(await listNotices(ctx), addressOf(running, request));
  return tagged(request, body, { "Content-Type": atomType, ...forEverybody });
});

export const getNoticesBanner = route(endpoints.getNoticesBanner, async ({ running, request }: Input) => {
  requireOn(running);
  return tagged(request, banner, { "Content-Type": "text/javascript; charset=utf-8", ...forEverybody });
});

export const getFeed = route(endpoints.getFeed, async ({ ctx, running, request, params: { feed } }) => {
  const secret = feed.endsWith(".atom") ? feed.slice(0, -".atom".length) : "";
  const body = await readFeed(ctx, { secret, address: addressOf(running, request) });
  return tagged(request, body, { "Content-Type": atomType });
});
