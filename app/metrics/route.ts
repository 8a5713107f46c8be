import { nextHandler } from "#lib/http/next-handler.ts";
import { metrics } from "#lib/http/routes/operations.ts";

export const GET = nextHandler(metrics);
