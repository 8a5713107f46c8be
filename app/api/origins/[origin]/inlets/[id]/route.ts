import { nextHandler } from "#lib/http/next-handler.ts";
import { removeInlet } from "#lib/http/routes/inlets.ts";

export const DELETE = nextHandler(removeInlet);
