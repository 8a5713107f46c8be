import { expect, it } from "vitest";
import { seal, unseal } from "./seal.ts";

it("opens with the secret it was sealed under alone, and unchanged alone", () => {
  const sealed = seal("the one secret of ours", "hooks", "a hook's secret");
  expect(sealed).not.toContain("hook");
  expect(unseal("the one secret of ours", "hooks", sealed)).toBe("a hook's secret");
  expect(unseal("another secret of ours", "hooks", sealed)).toBeUndefined();
  expect(unseal("the one secret of ours", "else", sealed)).toBeUndefined();
  const bytes = Buffer.from(sealed, "base64url");
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  expect(unseal("the one secret of ours", "hooks", bytes.toString("base64url"))).toBeUndefined();
  for (const none of ["", "nonsense", "%"]) expect(unseal("the one secret of ours", "hooks", none)).toBeUndefined();
  expect(seal("the one secret of ours", "hooks", "a hook's secret")).not.toBe(sealed);
});
