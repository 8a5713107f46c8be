import { nextHandler } from "#lib/http/next-handler.ts";
import { changePerson, getPerson } from "#lib/http/routes/people.ts";

export const GET = nextHandler(getPerson);
export const PATCH = nextHandler(changePerson);
