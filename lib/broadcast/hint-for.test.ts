import { expect, test } from "vitest";
import { defaultLabUrlTemplate } from "#lib/env.ts";
import { hintFor } from "./hint-for.ts";

const reached = { urlTemplate: defaultLabUrlTemplate, apiUrl: "http://hub:8081/hub/api" };
const failure = {
  outcome: "unreachable",
  reason: "ENOTFOUND jupyterlab-ann",
  address: "http://jupyterlab-ann:8888/",
} as const;

test.each([
  [failure, reached, `LAB_URL_TEMPLATE is ${defaultLabUrlTemplate}, its default:`],
  [
    failure,
    { ...reached, urlTemplate: "http://x{base_url}" },
    "LAB_URL_TEMPLATE is http://x{base_url}: it has to lead",
  ],
  [{ ...failure, address: null }, { ...reached, urlTemplate: "hub" }, "LAB_URL_TEMPLATE is hub: the addresses"],
  [
    { outcome: "unauthorized", reason: "HTTP 302", address: "http://hub:8081/user/ann/" } as const,
    reached,
    "leads to the hub itself",
  ],
  [
    { outcome: "no-token", reason: "…: the service lacks the scope tokens, or …", address: null } as const,
    reached,
    "needs the scope tokens",
  ],
  [{ ...failure, outcome: "extension-missing" } as const, reached, "No lab has the extension"],
  [
    { outcome: "extension-missing", reason: null, address: "http://proxy:8000/user/ann/" } as const,
    { ...reached, apiUrl: "http://proxy:8000/hub/api" },
    "No lab has the extension",
  ],
  [
    { outcome: "extension-missing", reason: null, address: "http://hub:8081/hub/user/ann/" } as const,
    reached,
    "leads to the hub itself",
  ],
])("%j", (alike, how, words) => {
  expect(hintFor(alike, how)).toContain(words);
});

test.each(["server-error", "rejected", "no-token"] as const)("of %s no setting is at fault", (outcome) => {
  expect(hintFor({ ...failure, outcome }, reached)).toBeUndefined();
});
