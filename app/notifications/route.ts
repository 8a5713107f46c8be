import { nextHandler } from "#lib/http/next-handler.ts";
import { listNotifications, publishNotifications } from "#lib/http/routes/inbox.ts";
import { clearAll, markAllRead } from "#lib/http/routes/inbox-changes.ts";

export const GET = nextHandler(listNotifications);
export const POST = nextHandler(publishNotifications);
export const DELETE = nextHandler(clearAll);
export const PATCH = nextHandler(markAllRead);
