import { BelfryError } from "#lib/errors.ts";
import { streamEvents } from "#lib/http/endpoints/live.ts";
import { route } from "#lib/http/route.ts";

/** Streams are answered in `lib/http/streams.ts`, before Next.js sees the request. One that came while that started ends up here. */
export const GET = route(streamEvents, () =>
  Promise.reject(new BelfryError("off", "The server is starting. Try again in a moment.", { retryAfterS: 2 })),
);
