import { nextHandler } from "#lib/http/next-handler.ts";
import { getMe } from "#lib/http/routes/me.ts";

export const GET = nextHandler(getMe);
