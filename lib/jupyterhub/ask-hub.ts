import { setTimeout as sleep } from "node:timers/promises";
import { BelfryError } from "#lib/errors.ts";
import { emit } from "#lib/diagnostics.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { exchange, type Exchange } from "./exchange.ts";

/** A hub's REST API and how to ask it. */
export interface Hub {
  /** As configured, for messages; without a slash at the end. */
  apiUrl: string;
  /** The service's token: worth root on the hub, so it goes nowhere else and into no message. */
  apiToken: string;
  pool: ConnectionPool;
  /** For each request, to the last byte of its answer. */
  timeoutMs: number;
  now: () => Date;
}

export interface HubRequest {
  method?: "GET" | "POST";
  /** Below the API's address, escaped: `/users/alice/tokens`. */
  path: string;
  /** Another token than the service's. */
  token?: string;
  body?: unknown;
  accept?: string;
  mostBytes?: number;
  signal?: AbortSignal | undefined;
}

/** An answer that a hub gives: JSON with a status below 300, or a refusal with its reason. */
export interface HubAnswer {
  status: number;
  /** Nothing where the answer was no JSON, which only a refusal may be. */
  json: unknown;
  /** The hub's own words for a refusal, short and in one line; empty when it gave none. */
  message: string;
  /** The hub's clock when it answered. */
  date: Date;
}

/** The hub did not answer in time, which is worth telling apart: asking it more would take as long again. */
export class HubTimeout extends BelfryError {}

const tries = 3;
const longestPauseMs = 10_000;
const mebibyte = 1024 * 1024;

/**
 * Asks the hub. A hub that is busy (429, 503) or ended the connection is asked again, three times in all, as its
 * `Retry-After` says, but not after more than 10 s.
 * @throws BelfryError `hub-failed`, in words for an admin, when it can't be reached, doesn't answer as a hub, or fails
 */
export async function askHub(hub: Hub, request: HubRequest): Promise<HubAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(hub, request);
    const pauseMs = attempt < tries ? pauseBeforeRetry(answer, attempt, hub.now()) : undefined;
    if (pauseMs === undefined) return counted(() => read(hub, answer));
    try {
      await sleep(pauseMs, undefined, { signal: request.signal });
    } catch {
      throw new BelfryError("hub-failed", "The request to the hub was taken back.");
    }
  }
}

function send(
  hub: Hub,
  { method = "GET", path, token, body, accept, mostBytes = mebibyte, signal }: HubRequest,
): Promise<Exchange> {
  // Without what a URL would make of it: it was checked when the client was made, and comes as often as there are labs.
  const [, origin = hub.apiUrl, prefix = ""] = /^(https?:\/\/[^/]+)(.*)$/.exec(hub.apiUrl) ?? [];
  return exchange({
    pool: hub.pool,
    method,
    origin,
    path: prefix + path,
    headers: {
      authorization: `token ${token ?? hub.apiToken}`,
      accept: accept ?? "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    timeoutMs: hub.timeoutMs,
    mostBytes,
    signal,
  });
}

/** How long to wait before asking again; nothing when that would not help, or take too long. */
function pauseBeforeRetry(answer: Exchange, attempt: number, now: Date): number | undefined {
  const { end, status, reason } = answer;
  const pauseMs = 250 * 2 ** attempt;
  // A connection that was kept may end just as it is used again; a second token for the same lab does no harm.
  if (end === "cut-off" && reason !== "timeout" && reason !== "aborted") return attempt === 1 ? 0 : pauseMs;
  if (end !== "answered" || (status !== 429 && status !== 503)) return undefined;
  const asked = retryAfterMs(answer.headers.get("retry-after") ?? "", now) ?? pauseMs;
  return asked <= longestPauseMs ? asked : undefined;
}

/** RFC 9110: seconds, or a date. */
function retryAfterMs(header: string, now: Date): number | undefined {
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - now.getTime());
}

function counted(answer: () => HubAnswer): HubAnswer {
  try {
    const given = answer();
    emit("hubRequest", { result: given.status < 400 ? "answered" : "refused" });
    return given;
  } catch (error) {
    emit("hubRequest", { result: "failed" });
    throw error;
  }
}

function read(hub: Hub, answer: Exchange): HubAnswer {
  const { end, status, body, truncated, reason } = answer;
  const { apiUrl, timeoutMs } = hub;
  const failed = (message: string) => new BelfryError("hub-failed", message);
  if (reason === "aborted") throw failed("The request to the hub was taken back.");
  if (reason === "timeout")
    throw new HubTimeout("hub-failed", `The hub at ${apiUrl} did not answer within ${timeoutMs / 1000} s.`);
  if (end === "unsent")
    throw failed(
      `The hub at ${apiUrl} can't be reached (${reason}). Check that it runs and that JUPYTERHUB_API_URL is right.`,
    );
  if (end === "cut-off" || status === undefined)
    throw failed(`The hub at ${apiUrl} ended the connection without an answer (${reason}).`);
  if (truncated) throw failed(`The hub at ${apiUrl} answered more than can be right.`);

  const json = parseJson(body);
  const message = messageIn(json);
  if (status >= 500 || status === 429)
    throw failed(`The hub at ${apiUrl} answered ${status}${message && `: ${message}`}. Its log says more.`);
  const isRefusal = status >= 400 && status !== 404 && status !== 405;
  if (json === undefined && !isRefusal) {
    throw failed(
      `What answers at ${apiUrl} (${status}) is not a JupyterHub API. JUPYTERHUB_API_URL should end in /hub/api.`,
    );
  }
  const dateMs = Date.parse(answer.headers.get("date") ?? "");
  return { status, json, message, date: Number.isNaN(dateMs) ? hub.now() : new Date(dateMs) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A hub's error: `{"status": 403, "message": "…"}`. */
function messageIn(json: unknown): string {
  const message = typeof json === "object" && json !== null && "message" in json ? json.message : "";
  return typeof message === "string" ? message.replace(/\s+/g, " ").trim().replace(/\.$/, "").slice(0, 200) : "";
}
