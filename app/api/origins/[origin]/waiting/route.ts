import { nextHandler } from "#lib/http/next-handler.ts";
import { listAwaited } from "#lib/http/routes/origins.ts";

export const GET = nextHandler(listAwaited);
