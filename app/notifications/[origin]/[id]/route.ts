import { nextHandler } from "#lib/http/next-handler.ts";
import { clearOne, markOneRead } from "#lib/http/routes/inbox-changes.ts";

export const DELETE = nextHandler(clearOne);
export const PATCH = nextHandler(markOneRead);
