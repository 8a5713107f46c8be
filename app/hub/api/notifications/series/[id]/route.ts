import { nextHandler } from "#lib/http/next-handler.ts";
import { cancelSeries, getSeries } from "#lib/http/routes/series.ts";

export const GET = nextHandler(getSeries);
export const DELETE = nextHandler(cancelSeries);
