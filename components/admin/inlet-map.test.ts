import { expect, it } from "vitest";
import { appriseMap } from "#lib/inlets/schema.ts";
import { appriseTyped, preview, typedMap } from "./inlet-map.ts";

const typed = {
  type: "/kind",
  category: " /level ",
  data: "title: /a/0\n message : It is: fixed \nno colon\n:none\nurl:",
};

it("reads a map as it is typed", () => {
  expect(typedMap(typed)).toEqual({
    type: "/kind",
    category: "/level",
    data: { title: "/a/0", message: "It is: fixed" },
  });
  expect(typedMap(appriseTyped)).toEqual(appriseMap);
  expect(typedMap({ type: "x", category: " ", data: "" })).toEqual({ type: "x", data: {} });
});

it("shows what a sample would become, or why it can't", () => {
  expect(preview(typed, '{"kind":"build","level":"failed","a":["Nightly"]}')).toEqual({
    title: "Nightly",
    meta: "It is: fixed",
    category: "error",
  });
  expect(preview(typed, '{"kind":')).toEqual({ fault: "The sample is not JSON yet." });
  expect(preview(typed, "{}")).toEqual({ fault: "There is no text at /kind." });
  expect(preview({ ...typed, data: "title: /b" }, '{"kind":"build"}')).toEqual({
    fault: "Nothing of the data is there.",
  });
});
