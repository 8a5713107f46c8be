import { describe, expect, it } from "vitest";
import { PerMinute } from "./per-minute.ts";

describe("PerMinute", () => {
  it("lets each come so often a minute", () => {
    let nowMs = 0;
    const visits = new PerMinute(3, "Too often.", () => nowMs);
    for (let n = 0; n < 3; n++) visits.take("a");
    nowMs = 20_500;
    expect(() => visits.take("a")).toThrow(
      expect.objectContaining({ code: "too-many", message: "Too often.", retryAfterS: 40 }),
    );
    expect(() => visits.check("a")).toThrow(expect.objectContaining({ code: "too-many" }));
    visits.take("b");
    visits.check("b");
    nowMs = 60_000;
    visits.check("a");
    visits.take("a");
  });

  it("remembers no more of them than it has room for, and those that come last best", () => {
    let nowMs = 0;
    const visits = new PerMinute(1, "Too often.", () => nowMs);
    for (let n = 0; n < 30_000; n++) {
      nowMs += 0.001;
      visits.take(`key ${n}`);
    }
    expect(() => visits.take("key 29999")).toThrow();
    visits.take("key 0");
  });
});
