import { nextHandler } from "#lib/http/next-handler.ts";
import { startSeries } from "#lib/http/routes/series.ts";

export const POST = nextHandler(startSeries);
