import { expect, it } from "vitest";
import { notListening } from "./not-listening.ts";

it.each([
  ["EADDRINUSE", /^PORT 80 is in use on h \(EADDRINUSE\)/],
  ["EACCES", /^PORT 80 is not for this account/],
  ["ENOTFOUND", /^HOSTNAME h has no address/],
  ["EAI_AGAIN", /^HOSTNAME h has no address/],
  ["EADDRNOTAVAIL", /^HOSTNAME h is no address of this machine/],
  ["ENOMEM", /^HOSTNAME h and PORT 80: listen failed$/],
])("%s names the setting", (code, line) => {
  const error = Object.assign(new Error("listen failed"), { code });
  expect(notListening(error, { HOSTNAME: "h", PORT: "80" })).toMatch(line);
});
