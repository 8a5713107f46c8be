import { nextHandler } from "#lib/http/next-handler.ts";
import { listInlets, makeInlet } from "#lib/http/routes/inlets.ts";

export const GET = nextHandler(listInlets);
export const POST = nextHandler(makeInlet);
