import { nextHandler } from "#lib/http/next-handler.ts";
import { createPerson, listPeople } from "#lib/http/routes/people.ts";

export const GET = nextHandler(listPeople);
export const POST = nextHandler(createPerson);
