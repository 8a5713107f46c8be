import { nextHandler } from "#lib/http/next-handler.ts";
import { listOriginOutlets, makeOriginOutlet } from "#lib/http/routes/outlets.ts";

export const GET = nextHandler(listOriginOutlets);
export const POST = nextHandler(makeOriginOutlet);
