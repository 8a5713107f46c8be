import { unavailable, type Unavailable } from "#db/unavailable.ts";
import { BelfryError, type ErrorCode, type FieldError } from "#lib/errors.ts";
import type { Log } from "#lib/log.ts";
import { emit } from "#lib/diagnostics.ts";
import { json, type Answer } from "./answer.ts";

/** From an error's code to its HTTP status and title: the one place that knows both. */
const answers: Record<ErrorCode, { status: number; title: string }> = {
  "bad-input": { status: 400, title: "Bad request" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Conflict" },
  "too-large": { status: 413, title: "Too large" },
  "too-many": { status: 429, title: "Too many requests" },
  "hub-failed": { status: 502, title: "The hub failed" },
  off: { status: 503, title: "Not available" },
};

/**
 * An error as `application/problem+json` (RFC 9457). `message` repeats `detail`: JupyterHub's clients read that.
 * What is not one of ours is logged whole and answered with fixed words.
 */
export function problem(error: unknown, log: Log): Answer {
  const ours = error instanceof BelfryError ? error : databaseTrouble(error);
  if (!(error instanceof BelfryError)) log.error({ err: error }, "request failed");
  const { status, title } = ours ? answers[ours.code] : { status: 500, title: "Internal error" };
  const detail = ours?.message ?? "Something went wrong on our side. It is in the server's log.";
  return document(
    { status, title, detail, ...(status === 400 && { errors: ours?.errors ?? [] }) },
    {
      ...(status === 401 && { "WWW-Authenticate": 'Bearer realm="belfry"' }),
      ...(ours?.retryAfterS !== undefined && { "Retry-After": String(ours.retryAfterS) }),
    },
  );
}

const troubles: Record<Unavailable, { why: string; retryAfterS: number }> = {
  away: { why: "The database does not answer. Try again in a moment.", retryAfterS: 5 },
  full: { why: "The database's disk is full. An admin has to make room.", retryAfterS: 60 },
  "read-only": { why: "The database only lets itself be read at the moment. Try again in a moment.", retryAfterS: 5 },
  crowded: {
    why: "The database has no connection left for Belfry (too many clients). Try again in a moment.",
    retryAfterS: 5,
  },
  busy: {
    why: "Belfry is busy: all its connections to the database are at work. Try again in a moment.",
    retryAfterS: 2,
  },
};

/** When it is worth asking again. */
export const retryAfterS = (trouble: Unavailable): number => troubles[trouble].retryAfterS;

/** While the database can't be asked a request can be made again; that is not our failing. */
function databaseTrouble(error: unknown): BelfryError | undefined {
  const trouble = unavailable(error);
  if (!trouble) return undefined;
  emit("databaseRefusal", { reason: trouble });
  const { why, retryAfterS } = troubles[trouble];
  return new BelfryError("off", why, { retryAfterS, cause: error });
}

/** The answer to a method that an address does not know. @param allow those it does */
export function methodNotAllowed(method: string, allow: readonly string[]): Answer {
  return document(
    { status: 405, title: "Method not allowed", detail: `There is no ${method} here; ${allow.join(", ")} there is.` },
    { Allow: allow.join(", ") },
  );
}

function document(
  { status, title, detail, ...more }: { status: number; title: string; detail: string; errors?: FieldError[] },
  headers: Record<string, string>,
): Answer {
  return json(
    { type: "about:blank", title, status, detail, message: detail, ...more },
    {
      status,
      headers: { "Content-Type": "application/problem+json", "Cache-Control": "private, no-cache", ...headers },
    },
  );
}
