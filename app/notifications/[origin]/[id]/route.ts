import { nextHandler } from "#lib/http/next-handler.ts";
import { getNotification } from "#lib/http/routes/inbox.ts";
import { clearOne, markOneRead } from "#lib/http/routes/inbox-changes.ts";

export const GET = nextHandler(getNotification);
export const DELETE = nextHandler(clearOne);
export const PATCH = nextHandler(markOneRead);
