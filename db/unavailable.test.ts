import { expect, it } from "vitest";
import { unavailable } from "./unavailable.ts";

const withCode = (code: string) => Object.assign(new Error("it failed"), { code });

it.each([
  "ECONNREFUSED",
  "CONNECTION_CLOSED",
  "CONNECT_TIMEOUT",
  "57P01",
  "57P03",
  "08006",
  "57014",
  "STATEMENT_TIMEOUT",
])("%s: the database is away, however deep the driver's error lies", (code) => {
  expect(unavailable(withCode(code))).toBe("away");
  expect(unavailable(new Error("Failed query", { cause: new Error("more", { cause: withCode(code) }) }))).toBe("away");
});

it.each([
  ["25006", "read-only"],
  ["53300", "crowded"],
  ["POOL_BUSY", "busy"],
])("%s: it is %s", (code, reason) => {
  expect(unavailable(new Error("Failed query", { cause: withCode(code) }))).toBe(reason);
});

it("tells a full disk apart, and what is no trouble of the database's", () => {
  expect(unavailable(new Error("Failed query", { cause: withCode("53100") }))).toBe("full");
  for (const error of [withCode("23505"), withCode("42P01"), new Error("plain"), "text", undefined])
    expect(unavailable(error)).toBeUndefined();
});
