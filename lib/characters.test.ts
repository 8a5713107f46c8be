import { expect, it } from "vitest";
import { z } from "zod";
import { atLeast, atMost } from "./characters.ts";

const name = z.string().check(atLeast(3)).check(atMost(5));

it.each([
  ["abc", true],
  ["ab", false],
  ["abcde", true],
  ["abcdef", false],
  ["🔔🔔🔔🔔🔔", true],
  ["🔔🔔🔔🔔🔔🔔", false],
  ["🔔🔔", false],
])("%s has as many characters as are allowed: %s", (text, allowed) => {
  expect(name.safeParse(text).success).toBe(allowed);
});

it("is documented, and says what is wrong", () => {
  expect(z.toJSONSchema(name)).toMatchObject({ type: "string", minLength: 3, maxLength: 5 });
  expect(name.safeParse("abcdef").error?.issues[0]?.message).toBe("must be at most 5 characters");
  expect(name.safeParse("a").error?.issues[0]?.message).toBe("must be at least 3 characters");
});
