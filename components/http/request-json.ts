import { address } from "./address.ts";

/** A request that was answered with a problem document, or not answered at all (`status` 0). `message` is for people. */
export class RequestError extends Error {
  readonly status: number;
  /** Seconds to wait before another try, where the answer said so. */
  readonly retryAfterS: number | undefined;

  constructor(status: number, message: string, retryAfterS?: number) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

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
  const wait = Number(response.headers.get("retry-after") ?? NaN);
  throw new RequestError(
    response.status,
    typeof problem.detail === "string" ? problem.detail : `Belfry answered with HTTP ${response.status}.`,
    Number.isFinite(wait) ? wait : undefined,
  );
}

/** As {@link request}; gives the JSON. `T` is what that endpoint promises; it comes from the same build. */
export async function requestJson<T>(path: `/${string}`, options?: RequestOptions): Promise<T> {
  return (await (await request(path, options)).json()) as T;
}

/** What to show of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof RequestError ? error.message : "Belfry did not answer as expected. Try again.";
}
