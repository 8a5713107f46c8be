import type { RequestHead } from "./request-head.ts";

/** Where a request came from, as the server saw it: the one address that `X-Forwarded-For` holds by the time it gets here. */
export const addressOf = ({ headers }: RequestHead): string => headers.get("x-forwarded-for") ?? "";
