import { expect, it } from "vitest";
import type { SearchEntry } from "./manual.ts";
import { excerpt, find, foundWords } from "./search.ts";

const entry = (page: string, heading: string, text: string): SearchEntry => ({
  address: `/${heading}`,
  page,
  heading,
  text,
});
const entries = [
  entry("Operations", "Logs", "Refused requests, and what a backup says."),
  entry("Operations", "Backup and restore", "With pg_dump, or by npm run backup."),
  entry("Configuration", "Configuration", "DATABASE_URL, SMTP_URL. Café."),
];
const found = (query: string) => find(entries, query).map(({ heading }) => heading);

it("finds what has all words, in its heading, its page or its text, and a heading first", () => {
  expect(found("backup")).toEqual(["Backup and restore", "Logs"]);
  expect(found("operations DUMP")).toEqual(["Backup and restore"]);
  expect(found("back refus")).toEqual(["Logs"]);
  expect(found("smtp_url")).toEqual(["Configuration"]);
  expect(found("cafe")).toEqual(["Configuration"]);
  expect([found("nowhere backup"), found("  ")]).toEqual([[], []]);
});

it("shows a piece of the text around what was found, whole words at both ends", () => {
  const text = `${"before ".repeat(20)}the needle lies here ${"after ".repeat(40)}`.trim();
  const piece = excerpt(text, "needle");
  expect(piece).toMatch(/^… before .*needle.* after …$/);
  expect(piece.length).toBeLessThan(150);
  expect(excerpt("short", "title")).toBe("short");
  expect(excerpt("no blanks".repeat(30), "no").length).toBeLessThan(160);
});

it("says how many there are", () => {
  expect([0, 1, 20, 21].map((count) => foundWords(count, " x "))).toEqual([
    "Nothing has “x”",
    "1 found",
    "20 found",
    "21 found, the best 20 shown",
  ]);
});
