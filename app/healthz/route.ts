import { nextHandler } from "#lib/http/next-handler.ts";
import { healthz } from "#lib/http/routes/operations.ts";

export const GET = nextHandler(healthz);
