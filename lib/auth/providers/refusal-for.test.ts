import { expect, test } from "vitest";
import { BelfryError } from "#lib/errors.ts";
import { Nameless } from "./provider.ts";
import { loggable, ProviderError, refusalFor } from "./refusal-for.ts";

/** An error as openid-client makes them. */
const named = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name }, more);

test.each([
  [new Nameless("no name"), "told no name"],
  [new BelfryError("hub-failed", "The hub can't be reached."), "does not work now"],
  [named("Error", "connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" }), "does not work now"],
  [named("RPError", "outgoing request timed out after 10000ms"), "does not work now"],
  [
    named("OPError", "expected 200 OK, got: 503 Service Unavailable", {
      error: "expected 200 OK, got: 503 Service Unavailable",
    }),
    "does not work now",
  ],
  [named("OPError", "invalid_client", { error: "invalid_client" }), "is not set up right"],
  [new ProviderError("incorrect_client_credentials"), "is not set up right"],
  [new ProviderError("bad_verification_code"), "was interrupted"],
  [named("RPError", "state mismatch, expected a, got: b"), "was interrupted"],
])("%s is told as: %s", (error, title) => {
  expect(refusalFor(error, "GitHub").title).toContain(title);
});

test("no value that was compared, and no field, gets into the log", () => {
  const error = named("OAuthCallbackError", "state mismatch, expected s3cret, got: other", {
    checks: { code_verifier: "s3cret" },
  });
  expect(loggable(error)).toBe("OAuthCallbackError: state mismatch");
  expect(loggable(named("OPError", "expected 200 OK, got: 503 Service Unavailable"))).toContain("503");
});
