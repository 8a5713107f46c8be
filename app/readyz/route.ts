import { nextHandler } from "#lib/http/next-handler.ts";
import { readyz } from "#lib/http/routes/operations.ts";

export const GET = nextHandler(readyz);
