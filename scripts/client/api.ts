import { setTimeout as sleep } from "node:timers/promises";
import { exits, Failure } from "./failure.ts";

/** A request to the API. */
export interface Ask {
  method?: "GET" | "POST" | "DELETE";
  /** With its query. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether it may be sent again when it is not known what became of it: reading may, and what has an `Idempotency-Key`. */
  again?: boolean;
  signal?: AbortSignal;
}

export type Api = (ask: Ask) => Promise<Response>;

const tries = 4;
const longestPauseMs = 30_000;

/**
 * How the API is asked. A server that is not there, or says that it can't now, is asked again where that is safe.
 * @param url without a slash at the end
 */
export function openApi(url: string, token: string): Api {
  return async ({ method = "GET", path, body, headers = {}, again = method === "GET", signal }) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(url + path, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: "application/json",
          ...(body !== undefined && { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The token is for this address alone.
        redirect: "manual",
        ...(signal && { signal }),
      }).catch((error: unknown) => {
        signal?.throwIfAborted();
        return new Failure(exits.unreachable, `${url} can't be reached: ${reasonOf(error)}`);
      });
      const mayPass = answer instanceof Failure || [429, 502, 503, 504].includes(answer.status);
      if (mayPass && again && attempt < tries) {
        await sleep(pauseMs(answer, attempt), undefined, { ...(signal && { signal }) });
        continue;
      }
      if (answer instanceof Failure) throw answer;
      if (!answer.ok) throw await failureOf(answer, url);
      return answer;
    }
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause as NodeJS.ErrnoException).code ?? (cause instanceof Error ? cause.message : String(cause));
}

function pauseMs(answer: Response | Failure, attempt: number): number {
  const asked = answer instanceof Failure ? Number.NaN : Number(answer.headers.get("retry-after") ?? Number.NaN) * 1000;
  return Math.min(Number.isNaN(asked) ? 250 * 2 ** attempt : asked, longestPauseMs);
}

/** As much of a problem document as is said. */
interface Problem {
  detail: string;
  errors?: { path: string; message: string }[];
}

/** A problem document in one line, with the fields that were wrong. */
async function failureOf(answer: Response, url: string): Promise<Failure> {
  const { status } = answer;
  if (status >= 300 && status < 400)
    return new Failure(
      exits.unreachable,
      `${url} leads elsewhere (${answer.headers.get("location") ?? "it does not say where"}); set BELFRY_URL to where it really is`,
    );
  const problem = (await answer.json().catch(() => undefined)) as Partial<Problem> | undefined;
  const exit =
    status === 401 || status === 403
      ? exits.denied
      : status === 429 || (status >= 502 && status <= 504)
        ? exits.unreachable
        : exits.refused;
  if (problem?.detail === undefined)
    return new Failure(
      status === 404 ? exits.unreachable : exit,
      `what answers at ${url} (${status}) is not Belfry, or not at that path`,
    );
  const { detail } = problem;
  const { errors = [] } = problem;
  // Most say it in their one line already.
  const fields = errors
    .filter(({ message }) => !detail.includes(message))
    .map(({ path, message }) => `\n  ${path}: ${message}`);
  return new Failure(exit, detail + fields.join(""), problem);
}
