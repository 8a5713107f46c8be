import { nextHandler } from "#lib/http/next-handler.ts";
import { getInbox } from "#lib/http/routes/inbox.ts";

export const GET = nextHandler(getInbox);
