import { nextHandler } from "#lib/http/next-handler.ts";
import { addMember, removeMember } from "#lib/http/routes/origins.ts";

export const PUT = nextHandler(addMember);
export const DELETE = nextHandler(removeMember);
