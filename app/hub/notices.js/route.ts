import { nextHandler } from "#lib/http/next-handler.ts";
import { getNoticesBanner } from "#lib/http/routes/notices.ts";

export const GET = nextHandler(getNoticesBanner);
