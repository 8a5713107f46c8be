import { nextHandler } from "#lib/http/next-handler.ts";
import { testOutlet } from "#lib/http/routes/outlets.ts";

export const POST = nextHandler(testOutlet);
