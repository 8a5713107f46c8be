import { nextHandler } from "#lib/http/next-handler.ts";
import { listOriginNotifications } from "#lib/http/routes/inbox.ts";
import { clearOrigin, markOriginRead } from "#lib/http/routes/inbox-changes.ts";

export const GET = nextHandler(listOriginNotifications);
export const DELETE = nextHandler(clearOrigin);
export const PATCH = nextHandler(markOriginRead);
