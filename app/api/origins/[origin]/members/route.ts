import { nextHandler } from "#lib/http/next-handler.ts";
import { listMembers } from "#lib/http/routes/origins.ts";

export const GET = nextHandler(listMembers);
