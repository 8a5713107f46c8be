import { nextHandler } from "#lib/http/next-handler.ts";
import { openMailLink, stopMails } from "#lib/http/routes/outlets.ts";

export const GET = nextHandler(openMailLink);
export const POST = nextHandler(stopMails);
