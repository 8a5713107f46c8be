import { nextHandler } from "#lib/http/next-handler.ts";
import { getOrigin, registerOrigin, removeOrigin } from "#lib/http/routes/origins.ts";

export const GET = nextHandler(getOrigin);
export const PUT = nextHandler(registerOrigin);
export const DELETE = nextHandler(removeOrigin);
