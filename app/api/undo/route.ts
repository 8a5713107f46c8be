import { nextHandler } from "#lib/http/next-handler.ts";
import { undoClear } from "#lib/http/routes/inbox-changes.ts";

export const POST = nextHandler(undoClear);
