/** What can come of ringing a server, once it is known for good. */
export const FINAL_OUTCOMES = [
  "delivered",
  "unreachable",
  "unknown",
  "extension-missing",
  "unauthorized",
  "server-error",
  "not-running",
  "rejected",
  "no-token",
  "cancelled",
] as const;
export type FinalOutcome = (typeof FINAL_OUTCOMES)[number];

/** Outcomes of a lab that certainly did not take the message: it may get it after all, and not see it twice. */
export const FAILED_OUTCOMES = [
  "unreachable",
  "extension-missing",
  "unauthorized",
  "server-error",
  "not-running",
  "rejected",
  "no-token",
] as const satisfies FinalOutcome[];

/** `queued`: not sent yet. `sending`: its request may have gone out; a crash then leaves `unknown`. */
export type Outcome = FinalOutcome | "queued" | "sending";

/** One server's outcome; `durationMs` from its own request's start, null when none went out. */
export interface Recorded {
  username: string;
  server: string;
  outcome: FinalOutcome;
  httpStatus: number | undefined;
  durationMs: number | null;
  /** Of one that failed: what really happened, and where it was tried. */
  reason: string | undefined;
  address: string | undefined;
}

/** SUCCESS, FAILED (the lab answered, but not so), ERROR (it did not answer). */
export type LogWord = "SUCCESS" | "FAILED" | "ERROR";

interface Meaning {
  /** Shown to people; nothing where nothing went wrong. `N` stands for the HTTP status. */
  error?: string;
  word?: LogWord;
}

const meanings: Record<Outcome, Meaning> = {
  queued: {},
  sending: {},
  cancelled: {},
  delivered: { word: "SUCCESS" },
  unreachable: { word: "ERROR", error: "Server not responding" },
  unknown: { word: "ERROR", error: "Server not responding" },
  "no-token": { word: "ERROR", error: "Authentication failed" },
  "extension-missing": { word: "FAILED", error: "Notification extension not installed" },
  unauthorized: { word: "FAILED", error: "Authentication failed" },
  "server-error": { word: "FAILED", error: "Server error processing notification" },
  "not-running": { word: "FAILED", error: "Server not running" },
  rejected: { word: "FAILED", error: "Unexpected response" },
};

/** The error shown for an outcome; nothing for one that is no failure. `httpStatus` is what the lab answered with. */
export function errorShown(outcome: Outcome, httpStatus?: number | null): string | undefined {
  const { error } = meanings[outcome];
  return outcome === "rejected" && httpStatus ? `${error}: HTTP ${httpStatus}` : error;
}

/** Success or failure, as a broadcast's details say it; nothing while it is not known. */
export function statusOf(outcome: Outcome): "success" | "failed" | undefined {
  if (outcome === "queued" || outcome === "sending") return undefined;
  return outcome === "delivered" ? "success" : "failed";
}

/** The word a server's line in the log ends with; nothing for one that was never rung. */
export function logWord(outcome: Outcome): LogWord | undefined {
  return meanings[outcome].word;
}

/** What a lab, or the hub's proxy in its place, answered. */
export interface Answer {
  status: number;
  /** The Content-Type header as it came; empty without one. */
  contentType: string;
  /** The whole body; nothing when it was cut short because it had no end in sight. */
  body: string | undefined;
}

/** Whether an answer is a page for people: a login form or a proxy's error page where JSON was due. */
export function isHtml({ contentType, body }: Omit<Answer, "status">): boolean {
  const type = mediaType(contentType);
  return (
    type === "text/html" ||
    type === "application/xhtml+xml" ||
    (type === "" && body !== undefined && /^\s*</.test(body))
  );
}

/** What an answer to the POST means. Only 200 with JSON that says `success: true` means it is shown. */
export function outcomeOfAnswer(answer: Answer): FinalOutcome {
  const { status } = answer;
  if (status === 200) {
    if (isHtml(answer)) return "unauthorized";
    return saysSuccess(answer) ? "delivered" : "rejected";
  }
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) return "unauthorized";
  if (status === 404) return "extension-missing";
  if (status === 500) return "server-error";
  // The hub's proxy answers for a server that is gone with 405 (3.0) or 503; the extension itself takes a POST.
  if (status === 405 || status === 502 || status === 503) return "not-running";
  return "rejected";
}

function mediaType(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function saysSuccess({ contentType, body }: Answer): boolean {
  const type = mediaType(contentType);
  if (body === undefined || !(type === "application/json" || type.endsWith("+json"))) return false;
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === "object" && said !== null && "success" in said && said.success === true;
  } catch {
    return false;
  }
}

const previewLength = 50;

/**
 * The line a server gets in the log: username (`alice/gpu` for a named server), the first 50 characters of the message,
 * type and word. Always one line, whatever the message or a name holds.
 */
export function logLine(rung: {
  username: string;
  server?: string;
  message: string;
  variant: string;
  outcome: Outcome;
}): string {
  const name = rung.server ? `${rung.username}/${rung.server}` : rung.username;
  const preview = Array.from(rung.message).slice(0, previewLength).join("");
  return oneLine(`${name}: "${preview}" (${rung.variant}) ${logWord(rung.outcome) ?? rung.outcome.toUpperCase()}`);
}

/** Control, line-breaking and direction-changing characters become a space, so that no text can forge a line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, " ");
}
