import { nextHandler } from "#lib/http/next-handler.ts";
import { revokeToken } from "#lib/http/routes/tokens.ts";

export const DELETE = nextHandler(revokeToken);
