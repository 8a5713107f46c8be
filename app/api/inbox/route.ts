import { counts } from "#lib/inbox/counts.ts";
import { getInbox } from "#lib/http/endpoints/inbox.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getInbox, async ({ ctx }) => Response.json(await counts(ctx)));
