import { nextHandler } from "#lib/http/next-handler.ts";
import { sendBroadcast } from "#lib/http/routes/broadcasts.ts";

export const POST = nextHandler(sendBroadcast);
