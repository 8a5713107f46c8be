import { expect, it } from "vitest";
import { fold, queryOf, wordsOf } from "./words.ts";

it("folds case and accents", () => {
  expect(fold("Łódź Straße ÆØÅ Éric’s naïve Ελλάδα ёлка İstanbul ĳ")).toBe(
    "lodz strasse aeoa eric’s naive ελλαδα елка istanbul ij",
  );
});

it("takes words from the origin, the type and whatever the data says", () => {
  const words = wordsOf({
    origin: "core",
    type: "job-finished",
    data: { package: "node", version: "1.2.3", source: "user:ann", more: { list: ["Łódź!", 42, null, true] } },
  });
  expect(words).toEqual(
    expect.arrayContaining([
      "core",
      "job-finished",
      "job",
      "finished",
      "node",
      "1.2.3",
      "user:ann",
      "ann",
      "lodz",
      "42",
    ]),
  );
  expect(words).not.toContain("1");
  expect(words).not.toContain("package");
});

it("looks for all words, each as a beginning, and for what stands before a slash as it is", () => {
  expect(queryOf("Node  built")).toBe("'node':* & 'built':*");
  expect(queryOf("core/node/1.2")).toBe("'core' & 'node' & '1.2':*");
  expect(queryOf("it's \\ (a) | b & !c:* 'd")).toBe("'it' & 's':* & 'a':* & 'b':* & 'c':* & 'd':*");
  for (const nothing of ["", "  ", "!?", "' & '", "\u0301"]) expect(queryOf(nothing)).toBeUndefined();
  expect(queryOf("x".repeat(200))).toBe(`'${"x".repeat(64)}':*`);
  expect(queryOf(`${"x".repeat(63)}𝒳𐐨`)).toBe(`'${"x".repeat(63)}x':*`);
  expect(queryOf(`${"x".repeat(63)}𐐨`)).toBe(`'${"x".repeat(63)}':*`);
});
