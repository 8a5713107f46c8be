import { nextHandler } from "#lib/http/next-handler.ts";
import { receiveDelivery } from "#lib/http/routes/inlets.ts";

export const POST = nextHandler(receiveDelivery);
