import { nextHandler } from "#lib/http/next-handler.ts";
import { revokeTokenOf } from "#lib/http/routes/tokens.ts";

export const DELETE = nextHandler(revokeTokenOf);
