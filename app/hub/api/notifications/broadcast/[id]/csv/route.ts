import { nextHandler } from "#lib/http/next-handler.ts";
import { exportBroadcast } from "#lib/http/routes/broadcasts.ts";

export const GET = nextHandler(exportBroadcast);
