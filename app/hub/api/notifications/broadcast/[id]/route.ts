import { nextHandler } from "#lib/http/next-handler.ts";
import { cancelBroadcast, editBroadcast, getBroadcast } from "#lib/http/routes/broadcasts.ts";

export const GET = nextHandler(getBroadcast);
export const PUT = nextHandler(editBroadcast);
export const DELETE = nextHandler(cancelBroadcast);
