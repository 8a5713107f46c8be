import { nextHandler } from "#lib/http/next-handler.ts";
import { removeSaved } from "#lib/http/routes/saved-messages.ts";

export const DELETE = nextHandler(removeSaved);
