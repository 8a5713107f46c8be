import { describe, expect, it } from "vitest";
import { acts } from "#lib/audit/schema.ts";
import { auditWords } from "./audit-words.ts";

describe("auditWords", () => {
  it.each([
    [
      "broadcast.send",
      "7",
      { message: "Maintenance", to: "everyone" },
      "sent broadcast 7",
      "“Maintenance” · to everyone",
    ],
    [
      "broadcast.send",
      "8",
      { message: "Soon", to: ["ann", "bob"], at: "2026-11-22T18:00:00.000Z" },
      "scheduled broadcast 8",
      "“Soon” · to 2 people · at 2026-11-22 18:00 UTC",
    ],
    [
      "broadcast.series",
      "3",
      { message: "Soon", to: "everyone", except: ["ann"], broadcasts: 4 },
      "scheduled series 3",
      "“Soon” · 4 broadcasts · to everyone but ann",
    ],
    ["broadcast.retry", "7", { labs: 3, unknown: true }, "sent broadcast 7 again", "to 3 labs · unknown ones too"],
    [
      "token.make",
      "ci",
      { id: 1, scopes: ["publish:core", "broadcast"] },
      "made the token ci",
      "publish:core, broadcast · without an end",
    ],
    ["member.remove", "ann", { origin: "core" }, "ended the membership of ann in core", undefined],
    ["account.role", "ann", { to: "admin" }, "made ann an admin", undefined],
    [
      "sign-in.failed",
      null,
      { provider: "local", address: "203.0.113.9" },
      "failed to sign in",
      "from 203.0.113.9 · local",
    ],
    ["toString", "x", {}, "toString x", undefined],
  ])("%s of %s", (act, subject, detail, done, more) => {
    expect(auditWords({ act, subject, detail: detail })).toEqual({ done, more });
  });

  it("has words for every act, also for an entry that lacks its details", () => {
    for (const act of Object.values(acts).flat())
      expect(auditWords({ act, subject: "x", detail: {} }).done).not.toContain("undefined");
  });
});
