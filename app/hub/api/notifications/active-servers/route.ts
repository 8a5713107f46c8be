import { nextHandler } from "#lib/http/next-handler.ts";
import { listActiveServers } from "#lib/http/routes/broadcasts.ts";

export const GET = nextHandler(listActiveServers);
