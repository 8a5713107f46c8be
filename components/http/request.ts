import { address } from "./address.ts";
import { RequestError } from "./request-error.ts";

/** What to send beside the address; `json` becomes the body. */
export type RequestOptions = Pick<RequestInit, "method" | "signal"> & { json?: unknown };

/**
 * Asks one of our endpoints.
 * @throws RequestError with the reason in words
 */
export async function request(path: `/${string}`, { json, ...init }: RequestOptions = {}): Promise<Response> {
  const headers = { Accept: "application/json", ...(json !== undefined && { "Content-Type": "application/json" }) };
  const response = await fetch(address(path), {
    ...init,
    headers,
    ...(json !== undefined && { body: JSON.stringify(json) }),
  }).catch(() => undefined);
  if (!response) throw new RequestError(0, "Belfry did not answer. Check your connection.");
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: unknown };
  throw new RequestError(
    response.status,
    typeof problem.detail === "string" ? problem.detail : `Belfry answered with HTTP ${response.status}.`,
  );
}

/** As {@link request}; gives the JSON. `T` is what that endpoint promises; it comes from the same build. */
export async function requestJson<T>(path: `/${string}`, options?: RequestOptions): Promise<T> {
  return (await (await request(path, options)).json()) as T;
}
