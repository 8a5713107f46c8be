import { listSaved } from "#lib/broadcast/saved/list.ts";
import { saveMessage } from "#lib/broadcast/saved/save.ts";
import { listSaved as listEndpoint, saveMessage as saveEndpoint } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx }) => Response.json({ saved: await listSaved(ctx) }));

export const POST = route(saveEndpoint, async ({ ctx, body }) =>
  Response.json(await saveMessage(ctx, body), { status: 201 }),
);
