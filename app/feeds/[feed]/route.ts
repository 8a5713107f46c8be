import { nextHandler } from "#lib/http/next-handler.ts";
import { getFeed } from "#lib/http/routes/notices.ts";

export const GET = nextHandler(getFeed);
