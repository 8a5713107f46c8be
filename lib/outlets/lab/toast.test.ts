import { describe, expect, it } from "vitest";
import { messageFault } from "#lib/broadcast/message.ts";
import type { Sendable } from "../shapes.ts";
import { toastOf } from "./toast.ts";

const one = (title: string, category: Sendable["category"] = "info"): Sendable => ({
  id: 1,
  timestamp: 0,
  type: "note",
  category,
  origin: "core",
  data: { title },
});

describe("a toast", () => {
  it("says what happened where, as a broadcast may", () => {
    expect(toastOf([one("zlib\nbuilt", "success")])).toEqual({ message: "core: zlib built", variant: "success" });
    const { message } = toastOf([one("🔔".repeat(300)), ...Array.from({ length: 999 }, () => one("more"))]);
    expect(messageFault(message)).toBeUndefined();
    expect(message).toMatch(/^core: 🔔+… and 999 more$/u);
  });

  it("of several names the first failure, and counts the others", () => {
    expect(toastOf([one("fine"), one("zlib failed", "error"), one("late", "warning")])).toEqual({
      message: "core: zlib failed and 2 more",
      variant: "error",
    });
  });
});
