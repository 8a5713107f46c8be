import { describe, expect, it } from "vitest";
import { breaks, type Promised } from "./breaks.ts";
import { promisedNow, undeclaredBreaks, whyNotReleased } from "./promise.ts";

const now = promisedNow();

it("holds what the last release's document promised, but for what CHANGELOG.md declares", () => {
  expect(undeclaredBreaks(), "docs/api-versions.md says what to do").toEqual([]);
  expect(whyNotReleased()).toBeUndefined();
});

it("is found to be broken where CHANGELOG.md does not say so", () => {
  const without = structuredClone(now);
  delete without.paths["/notifications"]?.["patch"];
  expect(undeclaredBreaks(without)).toContain("PATCH /notifications is gone");
});

type Json = Record<string, Record<string, unknown>>;

/** What is broken by a change of the document. */
function brokenBy(change: (document: Promised & { schemas: Record<string, Json> }) => void): string[] {
  const after = structuredClone(now);
  change(Object.assign(after, { schemas: after.components.schemas as Record<string, Json> }));
  return breaks(now, after);
}
const publish = "POST /notifications";
const post = (document: Promised) =>
  document.paths["/notifications"]?.["post"] as NonNullable<Promised["paths"][string]>[string];
const query = (document: Promised, name: string) =>
  document.paths["/notifications"]?.["get"]?.parameters?.find((each) => each.name === name) as {
    schema: Record<string, unknown>;
    required?: boolean;
  };

const changes: [string, Parameters<typeof brokenBy>[0], string | RegExp][] = [
  ["an address goes", ({ paths }) => delete paths["/api/undo"], "POST /api/undo is gone"],
  ["a method goes", ({ paths }) => delete paths["/notifications"]?.["patch"], "PATCH /notifications is gone"],
  [
    "a parameter goes",
    ({ paths }) => paths["/notifications"]?.["get"]?.parameters?.shift(),
    "GET /notifications: query limit is gone",
  ],
  [
    "a parameter has to be there",
    (document) => (query(document, "before").required = true),
    "GET /notifications: query before has to be sent",
  ],
  [
    "a bound is drawn in",
    (document) => (query(document, "limit").schema["maximum"] = 100),
    "GET /notifications: query limit has a smaller maximum",
  ],
  [
    "a choice of what is sent goes",
    ({ schemas }) => ((schemas["Variant"] as Json)["enum"] = ["info"] as never),
    /^POST \S+broadcast: Variant may be "warning" no longer$/,
  ],
  [
    "a field of an answer goes",
    ({ schemas }) => delete schemas["Published"]?.["properties"]?.["id"],
    `${publish}: Published.id is gone`,
  ],
  [
    "a field of an answer may be missing",
    ({ schemas }) => ((schemas["Published"] as Json)["required"] = [] as never),
    `${publish}: Published.id may be missing`,
  ],
  [
    "a field of an answer is something else",
    ({ schemas }) => ((schemas["Published"] as Json)["properties"] = { id: { type: "string" } }),
    `${publish}: Published.id was integer, and is string`,
  ],
  ["an answer goes", (document) => delete post(document).responses["201"], `${publish}: 201 is gone`],
  [
    "a header of an answer goes",
    ({ paths }) => delete paths["/notifications"]?.["get"]?.responses["200"]?.headers?.["As-Of"],
    "GET /notifications: 200, header As-Of is gone",
  ],
  [
    "a field has to be sent",
    ({ schemas }) =>
      ((schemas["NewJobStarted"] as Json)["required"] = ["type", "origin", "data", "timestamp"] as never),
    `${publish}: NewJobStarted.timestamp has to be sent`,
  ],
  [
    "a field is taken no longer",
    ({ schemas }) => delete schemas["NewOtherNotification"]?.["properties"]?.["to"],
    `${publish}: NewOtherNotification.to is gone`,
  ],
  [
    "a kind of body is taken no longer",
    (document) =>
      ((post(document).requestBody?.content["application/json"] as { schema: Json }).schema = {
        $ref: "#/components/schemas/NewNotification",
      } as never),
    /^POST \/notifications: body may be "array" no longer$/,
  ],
  [
    "a kind of event comes no longer",
    ({ schemas }) => (schemas["StreamEvent"]?.["oneOf"] as unknown as unknown[]).shift(),
    "GET /api/stream: StreamEvent may be NotificationEvent no longer",
  ],
];

describe("a document that breaks when", () => {
  it.each(changes)("%s", (_, change, expected) => {
    expect(brokenBy(change)).toContainEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
  });
});

it("nothing breaks by what is added", () => {
  const added = brokenBy(({ paths, schemas }) => {
    paths["/api/new"] = paths["/api/me"] as Promised["paths"][string];
    paths["/api/me"]?.["get"]?.parameters?.push({ in: "query", name: "more", schema: { type: "string" } });
    Object.assign(schemas["Me"]?.["properties"] as object, { more: { type: "string" } });
    (schemas["Outcome"]?.["enum"] as unknown as string[]).push("eaten");
    (schemas["NewBroadcast"]?.["properties"] as Json)["message"] = { type: "string", maxLength: 280 };
  });
  expect(added).toEqual([]);
  expect(breaks(now, now)).toEqual([]);
});
