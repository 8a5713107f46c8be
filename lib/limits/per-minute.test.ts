import { describe, expect, it } from "vitest";
import { Strangers } from "./strangers.ts";

describe("Strangers", () => {
  it("lets each address ask so often a minute", () => {
    let nowMs = 0;
    const strangers = new Strangers(3, () => nowMs);
    for (let n = 0; n < 3; n++) strangers.take("a");
    nowMs = 20_500;
    expect(() => strangers.take("a")).toThrow(expect.objectContaining({ code: "too-many", retryAfterS: 40 }));
    expect(() => strangers.check("a")).toThrow(expect.objectContaining({ code: "too-many" }));
    strangers.take("b");
    strangers.check("b");
    nowMs = 60_000;
    strangers.check("a");
    strangers.take("a");
  });

  it("remembers no more addresses than it has room for, and those that come last best", () => {
    let nowMs = 0;
    const strangers = new Strangers(1, () => nowMs);
    for (let n = 0; n < 30_000; n++) {
      nowMs += 0.001;
      strangers.take(`address ${n}`);
    }
    expect(() => strangers.take("address 29999")).toThrow();
    strangers.take("address 0");
  });
});
