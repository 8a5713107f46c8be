import { nextHandler } from "#lib/http/next-handler.ts";
import { changeOutlet, removeOutlet } from "#lib/http/routes/outlets.ts";

export const PATCH = nextHandler(changeOutlet);
export const DELETE = nextHandler(removeOutlet);
