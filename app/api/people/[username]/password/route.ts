import { nextHandler } from "#lib/http/next-handler.ts";
import { setPassword } from "#lib/http/routes/people.ts";

export const POST = nextHandler(setPassword);
