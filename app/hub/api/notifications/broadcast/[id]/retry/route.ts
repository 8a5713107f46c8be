import { nextHandler } from "#lib/http/next-handler.ts";
import { retryBroadcast } from "#lib/http/routes/broadcasts.ts";

export const POST = nextHandler(retryBroadcast);
