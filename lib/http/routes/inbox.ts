import { basePath } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";
import { once } from "#lib/idempotency/once.ts";
import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { getOne } from "#lib/inbox/get-one.ts";
import { listOrigin, pageSize } from "#lib/inbox/list-origin.ts";
import { listText, type Asked } from "#lib/inbox/list.ts";
import { listSince } from "#lib/inbox/list-since.ts";
import { overview } from "#lib/inbox/overview.ts";
import { publish } from "#lib/inbox/publish.ts";
import { json, type Answer } from "../answer.ts";
import type { ApiRequest } from "../api-request.ts";
import * as endpoints from "../endpoints/inbox.ts";
import { idempotencyKey, replay } from "../idempotency-key.ts";
import { conditional, listing } from "../listing.ts";
import { plainRoute, route } from "../route.ts";

const newest = route(endpoints.listNotifications, ({ ctx, running, query, request }) =>
  listing(
    { ctx, running, request },
    () => fingerprint(ctx),
    async () => {
      const { muted, per_origin: perOrigin, since, ...rest } = query;
      if (query.kept) unfit("kept", { cleared: query.cleared || undefined, per_origin: perOrigin, since });
      const asked = { ...rest, perOrigin, unmuted: !muted };
      if (since !== undefined) {
        const { groups, more, ...state } = await listSince(ctx, { ...alone(asked), since });
        return {
          text: JSON.stringify(groups),
          ...state,
          next: more ? nextOf(request, { since: state.asOf }) : undefined,
        };
      }
      const { next, ...listed } = await listText({ ...ctx, bodies: running.bodies }, asked);
      return { ...listed, next: next === undefined ? undefined : nextOf(request, { before: String(next) }) };
    },
  ),
);

/** What goes with `since`. @throws BelfryError `bad-input` for what does not */
function alone({
  before,
  cleared,
  kept: _none,
  ...asked
}: Asked): Omit<Asked, "before" | "cleared" | "kept" | "among"> {
  unfit("since", { before, cleared: cleared || undefined });
  return asked;
}

/** @throws BelfryError `bad-input` for the first that is given */
function unfit(besides: string, given: Record<string, unknown>): void {
  const path = Object.keys(given).find((name) => given[name] !== undefined);
  if (path === undefined) return;
  const message = `does not go with ${besides}`;
  throw new BelfryError("bad-input", `${path} ${message}.`, { errors: [{ path, message }] });
}

/** The same listing, to go on with. */
function nextOf({ url }: ApiRequest, changes: Record<string, string>): string {
  const { searchParams } = new URL(url, "http://any");
  for (const [name, value] of Object.entries(changes)) searchParams.set(name, value);
  return `${basePath}/notifications?${searchParams}`;
}

const toPage: Answer = { status: 303, headers: { Location: `${basePath}/`, "Cache-Control": "no-cache" } };

/** A browser that was pointed here wants the page, signed in or not. */
export const listNotifications = plainRoute(newest.declared, async (asked) => {
  const wantsPage = asked.request.headers.get("accept")?.includes("text/html") ?? false;
  const answer = wantsPage ? toPage : await newest.answer(asked);
  return answer && { ...answer, headers: { ...answer.headers, Vary: "Accept" } };
});

export const listOriginNotifications = route(
  endpoints.listOriginNotifications,
  ({ ctx, running, params: { origin }, query: { range: start, ...filter }, request }) =>
    listing(
      { ctx, running, request },
      () => fingerprint(ctx, origin),
      async () => {
        const { items, total, ...state } = await listOrigin(ctx, { ...filter, origin, start });
        const end = start + (items.length || pageSize) - 1;
        const body = { range_start: start, range_end: end, total_count: total, data: items };
        return { text: JSON.stringify(body), partial: total > end + 1, ...state };
      },
    ),
);

export const getNotification = route(endpoints.getNotification, async ({ ctx, params, request }) =>
  conditional(request, await getOne(ctx, params)),
);

export const getInbox = route(endpoints.getInbox, ({ ctx, running, query, request }) =>
  listing(
    { ctx, running, request },
    () => fingerprint(ctx),
    async () => {
      const { overview: found, ...state } = await overview(ctx, query);
      return { text: JSON.stringify(found), ...state };
    },
  ),
);

export const publishNotifications = route(endpoints.publishNotifications, async ({ ctx, body, request }) => {
  const key = idempotencyKey(request);
  const { result: ids, replayed } =
    key === undefined
      ? { result: await publish(ctx, body), replayed: false }
      : await once(ctx, { route: "POST /notifications", key, request: body }, (tx) =>
          publish({ ...ctx, db: tx }, body),
        );
  const published = ids.map((id) => ({ id }));
  return json(Array.isArray(body) ? published : published[0], { status: 201, headers: replay(replayed) });
});
