import { nextHandler } from "#lib/http/next-handler.ts";
import { listSaved, saveMessage } from "#lib/http/routes/saved-messages.ts";

export const GET = nextHandler(listSaved);
export const POST = nextHandler(saveMessage);
