import { nextHandler } from "#lib/http/next-handler.ts";
import { getOpenApi } from "#lib/http/routes/reference.ts";

export const GET = nextHandler(getOpenApi);
