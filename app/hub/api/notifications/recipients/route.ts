import { nextHandler } from "#lib/http/next-handler.ts";
import { checkRecipients } from "#lib/http/routes/broadcasts.ts";

export const POST = nextHandler(checkRecipients);
