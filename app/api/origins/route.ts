import { nextHandler } from "#lib/http/next-handler.ts";
import { listOrigins } from "#lib/http/routes/origins.ts";

export const GET = nextHandler(listOrigins);
