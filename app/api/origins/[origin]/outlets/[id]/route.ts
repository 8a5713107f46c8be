import { nextHandler } from "#lib/http/next-handler.ts";
import { changeOriginOutlet, removeOriginOutlet } from "#lib/http/routes/outlets.ts";

export const PATCH = nextHandler(changeOriginOutlet);
export const DELETE = nextHandler(removeOriginOutlet);
