import { nextHandler } from "#lib/http/next-handler.ts";
import { listOutlets, makeOutlet } from "#lib/http/routes/outlets.ts";

export const GET = nextHandler(listOutlets);
export const POST = nextHandler(makeOutlet);
