import { BelfryError } from "#lib/errors.ts";
import { misconfigured, nameless, stale, unreachable, type Refusal } from "../refusal.ts";
import { Nameless } from "./provider.ts";

/** A provider's refusal with a code of OAuth 2 or its own, where openid-client sees none. */
export class ProviderError extends Error {
  readonly error: string;

  constructor(error: string) {
    super(error);
    this.error = error;
  }
}

/** Codes that say the provider does not know us: OAuth 2 (RFC 6749, 5.2) and GitHub's. */
const notKnown = new Set([
  "invalid_client",
  "unauthorized_client",
  "incorrect_client_credentials",
  "redirect_uri_mismatch",
  "application_suspended",
]);
/** Codes for a grant that was used before, has expired or was begun elsewhere. */
const spent = new Set(["invalid_grant", "bad_verification_code"]);

/** What to tell somebody whose sign-in failed between us and the provider called `name`. */
export function refusalFor(error: unknown, name: string): Refusal {
  if (error instanceof Nameless) return nameless(name);
  if (error instanceof BelfryError) return unreachable(name);
  const code = oauthCode(error);
  if (code === undefined) return isOurCheck(error) ? stale(name) : unreachable(name);
  if (notKnown.has(code)) return misconfigured(name);
  return spent.has(code) ? stale(name) : unreachable(name);
}

/**
 * What may be logged of a failure: openid-client's own errors carry codes, verifiers and tokens in their fields, and
 * in their words, after what is wrong, the two values that were compared.
 */
export function loggable(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return `${error.name}: ${error.message.split(", expected ")[0]}`.slice(0, 300);
}

function oauthCode(error: unknown): string | undefined {
  return error instanceof Error && "error" in error && typeof error.error === "string" ? error.error : undefined;
}

/** openid-client refused what came back, rather than not getting an answer. */
function isOurCheck(error: unknown): boolean {
  return error instanceof Error && error.name === "RPError" && !error.message.startsWith("outgoing request timed out");
}
