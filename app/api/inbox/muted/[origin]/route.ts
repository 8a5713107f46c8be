import { nextHandler } from "#lib/http/next-handler.ts";
import { muteOrigin, unmuteOrigin } from "#lib/http/routes/inbox-changes.ts";

export const PUT = nextHandler(muteOrigin);
export const DELETE = nextHandler(unmuteOrigin);
