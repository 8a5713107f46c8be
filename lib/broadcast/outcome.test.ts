import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorShown, FINAL_OUTCOMES, logLine, logWord, outcomeOfAnswer, statusOf, type Outcome } from "./outcome.ts";

const success = {
  status: 200,
  contentType: "application/json",
  body: '{"success": true, "notification_id": "notif_1_1"}',
};

describe("what an answer means", () => {
  test.each<[string, Parameters<typeof outcomeOfAnswer>[0], Outcome]>([
    ["what the extension says", success, "delivered"],
    ["with a charset", { ...success, contentType: "application/json; charset=UTF-8" }, "delivered"],
    ["in another JSON type", { ...success, contentType: "Application/Problem+JSON" }, "delivered"],
    ["success: false", { ...success, body: '{"success": false}' }, "rejected"],
    ["success as text", { ...success, body: '{"success": "true"}' }, "rejected"],
    ["no success", { ...success, body: "{}" }, "rejected"],
    ["a JSON list", { ...success, body: "[true]" }, "rejected"],
    ["a JSON null", { ...success, body: "null" }, "rejected"],
    ["broken JSON", { ...success, body: '{"success": true' }, "rejected"],
    ["nothing", { ...success, body: "" }, "rejected"],
    ["an answer without end", { ...success, body: undefined }, "rejected"],
    ["another content type", { ...success, contentType: "text/plain" }, "rejected"],
    ["no content type", { ...success, contentType: "" }, "rejected"],
    ["an HTML page", { ...success, contentType: "text/html; charset=utf-8", body: "<html>" }, "unauthorized"],
    ["an HTML page without end", { ...success, contentType: "text/html", body: undefined }, "unauthorized"],
    ["an HTML page that doesn't say so", { ...success, contentType: "", body: "\n<!doctype html>" }, "unauthorized"],
  ])("200, %s", (_, answer, outcome) => {
    expect(outcomeOfAnswer(answer)).toBe(outcome);
  });

  test.each<[number, Outcome]>([
    [301, "unauthorized"],
    [302, "unauthorized"],
    [307, "unauthorized"],
    [401, "unauthorized"],
    [403, "unauthorized"],
    [404, "extension-missing"],
    [405, "not-running"],
    [500, "server-error"],
    [502, "not-running"],
    [503, "not-running"],
    [201, "rejected"],
    [204, "rejected"],
    [400, "rejected"],
    [418, "rejected"],
    [429, "rejected"],
    [504, "rejected"],
  ])("%i, whatever the body says", (status, outcome) => {
    expect(outcomeOfAnswer({ ...success, status })).toBe(outcome);
    expect(outcomeOfAnswer({ status, contentType: "text/html", body: undefined })).toBe(outcome);
  });

  test("is delivered for nothing but 200", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 201, max: 999 }),
        fc.string(),
        fc.option(fc.string(), { nil: undefined }),
        (status, contentType, body) => {
          expect(outcomeOfAnswer({ status, contentType, body })).not.toBe("delivered");
        },
      ),
    );
  });
});

test.each<[Outcome, "success" | "failed" | undefined, string | undefined, string | undefined]>([
  ["delivered", "success", undefined, "SUCCESS"],
  ["unreachable", "failed", "Server not responding", "ERROR"],
  ["unknown", "failed", "Server not responding", "ERROR"],
  ["extension-missing", "failed", "Notification extension not installed", "FAILED"],
  ["unauthorized", "failed", "Authentication failed", "FAILED"],
  ["server-error", "failed", "Server error processing notification", "FAILED"],
  ["not-running", "failed", "Server not running", "FAILED"],
  ["rejected", "failed", "Unexpected response: HTTP 418", "FAILED"],
  ["no-token", "failed", "Authentication failed", "ERROR"],
  ["cancelled", "failed", undefined, undefined],
  ["queued", undefined, undefined, undefined],
  ["sending", undefined, undefined, undefined],
])("%s is %s, shown as %s, logged as %s", (outcome, status, error, word) => {
  expect([statusOf(outcome), errorShown(outcome, 418), logWord(outcome)]).toEqual([status, error, word]);
});

test("a rejection whose status is not known says no number", () => {
  expect(errorShown("rejected", null)).toBe("Unexpected response");
});

describe("the line in the log", () => {
  const rung = {
    username: "alice",
    message: "Maintenance at 18:00",
    variant: "warning",
    outcome: "delivered" as const,
  };

  test("names username, message, type and word", () => {
    expect(logLine(rung)).toBe('alice: "Maintenance at 18:00" (warning) SUCCESS');
    expect(logLine({ ...rung, server: "gpu", outcome: "unknown" })).toBe(
      'alice/gpu: "Maintenance at 18:00" (warning) ERROR',
    );
    expect(logLine({ ...rung, outcome: "rejected" })).toBe('alice: "Maintenance at 18:00" (warning) FAILED');
    expect(logLine({ ...rung, outcome: "cancelled" })).toBe('alice: "Maintenance at 18:00" (warning) CANCELLED');
  });

  test("shows the first 50 characters, never half of one", () => {
    expect(logLine({ ...rung, message: "🔔".repeat(60) })).toBe(`alice: "${"🔔".repeat(50)}" (warning) SUCCESS`);
  });

  test("is one line without control characters, whatever is in it", () => {
    expect(logLine({ ...rung, message: "a\r\nroot: \u2028\u202eb\u001b[2J" })).toBe(
      'alice: "a  root:   b [2J" (warning) SUCCESS',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary" }),
        fc.constantFrom(...FINAL_OUTCOMES),
        (username, message, outcome) => {
          expect(logLine({ ...rung, username, message, outcome })).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        },
      ),
    );
  });
});
