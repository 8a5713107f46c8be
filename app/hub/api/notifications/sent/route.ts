import { nextHandler } from "#lib/http/next-handler.ts";
import { clearSent, listSent } from "#lib/http/routes/broadcasts.ts";

export const GET = nextHandler(listSent);
export const DELETE = nextHandler(clearSent);
