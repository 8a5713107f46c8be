import { nextHandler } from "#lib/http/next-handler.ts";
import { getNoticesAtom } from "#lib/http/routes/notices.ts";

export const GET = nextHandler(getNoticesAtom);
