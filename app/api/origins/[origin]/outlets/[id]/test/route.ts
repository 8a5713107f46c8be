import { nextHandler } from "#lib/http/next-handler.ts";
import { testOriginOutlet } from "#lib/http/routes/outlets.ts";

export const POST = nextHandler(testOriginOutlet);
