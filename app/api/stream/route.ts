import { nextHandler } from "#lib/http/next-handler.ts";
import { streamEvents } from "#lib/http/routes/live.ts";

export const GET = nextHandler(streamEvents);
