import { exchange, type Exchange } from "#lib/jupyterhub/exchange.ts";
import { labRequest, type LabRequest } from "#lib/jupyterhub/lab-request.ts";
import type { FanOutOptions, Target } from "./fan-out.ts";
import { isHtml, outcomeOfAnswer, type FinalOutcome } from "./outcome.ts";
import type { LabPayload } from "./schema.ts";

export interface PostResult {
  outcome: FinalOutcome;
  /** What the lab answered with; nothing when it did not. */
  httpStatus: number | undefined;
  /** From the request's own start, whole ms; null when none went out. */
  durationMs: number | null;
  /** For the log: why there was no answer, as `ECONNREFUSED` or `timeout`. */
  reason: string | undefined;
}

/** What came of one server. */
export interface Delivered<T extends Target> extends PostResult {
  target: T;
}

/**
 * What a fan-out does to post a message: once to each lab, with the error's message as reason where there is no token. A lab
 * that would not have the token, and so did not take the message, is asked once more within what is left of its time.
 */
export function posting<T extends Target>({
  payload,
  pool,
  timeoutMs,
}: Pick<LabRequest, "pool"> & { payload: LabPayload; timeoutMs: number }): Pick<
  FanOutOptions<T, Delivered<T>>,
  "request" | "refused" | "unsent"
> {
  const body = JSON.stringify(payload);
  return {
    request: async (target, token, signal, before) => {
      const spentMs = before?.durationMs ?? 0;
      const leftMs = Math.max(1, timeoutMs - spentMs);
      const result = await postOnce({ pool, url: target.url, token, body, timeoutMs: leftMs, signal });
      return { target, ...result, ...(before && { durationMs: spentMs + (result.durationMs ?? 0) }) };
    },
    refused: ({ httpStatus }) => httpStatus === 401 || httpStatus === 403,
    unsent: (target, outcome, error) => ({
      target,
      outcome,
      httpStatus: undefined,
      durationMs: null,
      reason: error instanceof Error ? error.message : undefined,
    }),
  };
}

/**
 * Posts a broadcast to one lab, once: the lab does not recognise a repeated one, so nothing here sends it again.
 * @param request `body` is the payload as JSON. An abort makes `cancelled` of a request that has not gone out.
 * @returns what came of it; never throws
 */
export async function postOnce(request: LabRequest & { body: string }): Promise<PostResult> {
  const answer = await exchange(labRequest(request));
  return {
    outcome: request.signal?.aborted && answer.end === "unsent" ? "cancelled" : outcomeOf(answer),
    httpStatus: answer.status,
    durationMs: answer.end === "unsent" ? null : Math.round(answer.durationMs),
    reason: answer.reason,
  };
}

function outcomeOf(answer: Exchange): FinalOutcome {
  const { end, status, body, truncated } = answer;
  if (end === "unsent") return "unreachable";
  const contentType = answer.headers.get("content-type") ?? "";
  // An answer cut off on its way still counts where its status or type says enough; what 200 means is in its body.
  if (status === undefined || (end === "cut-off" && status === 200 && !isHtml({ contentType, body }))) return "unknown";
  return outcomeOfAnswer({ status, contentType, body: truncated ? undefined : body });
}
