import { describe, expect, it } from "vitest";
import type { Sendable } from "../shapes.ts";
import { letter } from "./letter.ts";

const one = (id: number, more: Partial<Sendable> = {}): Sendable => ({
  id,
  timestamp: Date.parse("2026-11-28T12:00:00Z"),
  type: "note",
  category: "info",
  origin: "core",
  data: { title: `Number ${id}` },
  ...more,
});
const write = (all: Sendable[], digest: "hourly" | "daily" | null = null, origin: string | null = null) =>
  letter({
    id: "m",
    all,
    home: "https://belfry.example/b",
    stop: "S",
    username: "ann",
    origin,
    zone: "Europe/Warsaw",
    digest,
  });

describe("a mail", () => {
  it("says what arrived, where and when, by the reader's clock, and how to stop it", () => {
    const { text, html, subject, unsubscribe } = write([
      one(7, { data: { title: "Done", url: "https://ci.example/7" } }),
    ]);
    expect(subject).toBe("core: Done");
    expect(unsubscribe).toBe("https://belfry.example/b/api/mail/S");
    for (const said of [
      "Info: Done",
      "28 Nov, 13:00 (Europe/Warsaw)",
      "https://belfry.example/b/?item=7",
      "https://ci.example/7",
      "ann",
      "https://belfry.example/b/mail/S",
    ])
      expect(text).toContain(said);
    for (const said of [
      ">Done</a>",
      'href="https://belfry.example/b/?item=7"',
      "ci.example</a>",
      'href="https://belfry.example/b/mail/S"',
    ])
      expect(html).toContain(said);
  });

  it("holds what publishers write as text, and nothing of it becomes a header", () => {
    const { subject, html } = write([
      one(1, { data: { title: '<b onclick="x">&\r\nBcc: eve@example.org', message: "<img src=x>" } }),
    ]);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toMatch(/<b onclick|<img/);
    expect(html).toContain("&lt;img src=x&gt;");
  });

  it("of many names the first failure, and counts", () => {
    const all = [one(1), one(2, { category: "error", data: { title: "Broken" }, origin: "zlib" }), one(3)];
    expect(write(all).subject).toBe("zlib: Broken, and 2 more");
    expect(write(all, "daily").subject).toBe("Today: 3 notifications, 1 error");
    expect(write([one(1)], "hourly").subject).toBe("This hour: 1 notification");
  });

  it("of an origin says so, and leads nobody to settings that need not be theirs", () => {
    const { text, html } = write([one(1)], null, "core");
    for (const said of [text, html]) {
      expect(said).toContain("because ann asked Belfry to send what core tells its members here.");
      expect(said).not.toContain("/settings/");
    }
  });

  it("tells fifty in full, and how many the inbox has beside them", () => {
    const { text, html } = write(Array.from({ length: 60 }, (_, n) => one(n + 1)));
    expect(text.match(/^Info: /gm)).toHaveLength(50);
    expect(text).toContain("10 earlier ones are in the inbox.");
    expect(html).toContain("10 earlier ones are in the inbox.");
    expect(text).toContain("Number 60");
  });
});
