import { nextHandler } from "#lib/http/next-handler.ts";
import { listInletCalls } from "#lib/http/routes/inlets.ts";

export const GET = nextHandler(listInletCalls);
