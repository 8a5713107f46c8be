import { nextHandler } from "#lib/http/next-handler.ts";
import { getNotices } from "#lib/http/routes/notices.ts";

export const GET = nextHandler(getNotices);
