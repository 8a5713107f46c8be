import { nextHandler } from "#lib/http/next-handler.ts";
import { listOutlets, makeOutlet, muteOutlets } from "#lib/http/routes/outlets.ts";

export const GET = nextHandler(listOutlets);
export const PATCH = nextHandler(muteOutlets);
export const POST = nextHandler(makeOutlet);
