import { expect, it } from "vitest";
import { emptyDraft } from "./draft.ts";
import { draftFrom } from "./kept-draft.ts";

const written = { ...emptyDraft, message: "Maintenance at 18:00", audience: "chosen", chosen: ["ann"] };

it("a draft comes back as it was kept, without what is none of it", () => {
  expect(draftFrom(JSON.parse(JSON.stringify({ ...written, more: 1 })))).toEqual(written);
});

it.each([
  ["nothing", undefined],
  ["another kind of value", "text"],
  ["one without a message", { ...written, message: "  " }],
  ["one that lacks a field", { ...written, customHours: undefined }],
  ["an unknown type", { ...written, variant: "loud" }],
  ["an unknown length", { ...written, autoCloseLength: "7" }],
  ["names that are none", { ...written, chosen: [1] }],
  ["a field of another kind", { ...written, immediate: "yes" }],
])("%s is no draft", (_, kept) => {
  expect(draftFrom(kept)).toBeUndefined();
});
