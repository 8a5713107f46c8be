import { nextHandler } from "#lib/http/next-handler.ts";
import { listTokensOf } from "#lib/http/routes/tokens.ts";

export const GET = nextHandler(listTokensOf);
