import { once } from "#lib/idempotency/once.ts";
import { clear } from "#lib/inbox/clear.ts";
import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { list } from "#lib/inbox/list.ts";
import { markRead } from "#lib/inbox/mark-read.ts";
import { publish } from "#lib/inbox/publish.ts";
import { basePath } from "#lib/base-path.ts";
import { clearAll, listNotifications, markAllRead, publishNotifications } from "#lib/http/endpoints/inbox.ts";
import { idempotencyKey } from "#lib/http/idempotency-key.ts";
import { listing } from "#lib/http/listing.ts";
import { route } from "#lib/http/route.ts";

const get = route(listNotifications, ({ ctx, running, query, request }) =>
  listing(
    { ctx, running, request },
    () => fingerprint(ctx),
    async () => {
      const { muted, ...filter } = query;
      const { groups, ...state } = await list(ctx, { ...filter, unmuted: !muted });
      return { body: groups, ...state };
    },
  ),
);

/** A browser that was pointed here wants the page, signed in or not. */
export const GET: typeof get = async (request, context) => {
  const wantsPage = request.headers.get("accept")?.includes("text/html") ?? false;
  const response = wantsPage
    ? new Response(null, { status: 303, headers: { Location: `${basePath}/`, "Cache-Control": "no-cache" } })
    : await get(request, context);
  response.headers.append("Vary", "Accept");
  return response;
};

export const DELETE = route(clearAll, async ({ ctx, query }) => {
  const { undoToken } = await clear(ctx, { asOf: query.as_of });
  return new Response(null, { status: 204, headers: { "Undo-Token": undoToken } });
});

export const PATCH = route(markAllRead, async ({ ctx, query }) => {
  await markRead(ctx, { asOf: query.as_of });
  return new Response(null, { status: 204 });
});

export const POST = route(publishNotifications, async ({ ctx, body, request }) => {
  const key = idempotencyKey(request);
  const ids =
    key === undefined
      ? await publish(ctx, body)
      : await once(ctx, { route: "POST /notifications", key, request: body }, (tx) =>
          publish({ ...ctx, db: tx }, body),
        );
  const published = ids.map((id) => ({ id }));
  return Response.json(Array.isArray(body) ? published : published[0], { status: 201 });
});
