import { expect, test } from "vitest";
import { errorWords, tooManyWords } from "./error-words.ts";

test("an address without an error says nothing", () => {
  expect(errorWords(undefined)).toBeUndefined();
});

test("known codes have words of their own, others the general ones", () => {
  expect(errorWords("CredentialsSignin")).toBe("The username or the password is wrong.");
  for (const unknown of ["<script>", "constructor", "__proto__"])
    expect(errorWords(unknown)).toBe("Signing in did not work. Try again.");
});

test.each([
  [1, "1 minute"],
  [60, "1 minute"],
  [61, "2 minutes"],
  [300, "5 minutes"],
])("after %d s is in %s", (waitS, wait) => {
  expect(tooManyWords(waitS)).toContain(`in ${wait}.`);
});
