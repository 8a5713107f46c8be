import { nextHandler } from "#lib/http/next-handler.ts";
import { takeUpSaved } from "#lib/http/routes/saved-messages.ts";

export const POST = nextHandler(takeUpSaved);
