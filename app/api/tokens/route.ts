import { nextHandler } from "#lib/http/next-handler.ts";
import { createToken, listTokens } from "#lib/http/routes/tokens.ts";

export const GET = nextHandler(listTokens);
export const POST = nextHandler(createToken);
