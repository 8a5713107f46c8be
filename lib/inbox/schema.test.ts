import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultCategory, originName, publishInput, type NewNotification } from "./schema.ts";
import { proposedBodies } from "./test/proposed.ts";

const paths = (given: unknown) => publishInput.safeParse(given).error?.issues.map(({ path }) => path.join(".")) ?? [];
const note = { type: "note", origin: "core", data: {} };

describe("the eight proposed bodies", () => {
  it("are taken as the proposal writes them, one by one and as an array", () => {
    for (const body of proposedBodies) expect(publishInput.parse(body)).toEqual(body);
    expect(publishInput.parse(proposedBodies)).toHaveLength(8);
  });

  it.each(proposedBodies)("$type needs each of its fields but the message, and knows no other", (body) => {
    const data: Record<string, unknown> = body.data;
    for (const key of Object.keys(data)) {
      const { [key]: _, ...without } = data;
      expect(paths({ ...body, data: without }), key).toEqual(key === "message" ? [] : [`data.${key}`]);
      expect(paths({ ...body, data: { ...data, [key]: 5 } }), key).not.toEqual([]);
    }
    expect(paths({ ...body, data: { ...data, groupId: "1" } })).toEqual(["data"]);
    expect(paths({ ...body, to: { users: ["alice"] } })).toEqual([]);
    expect(paths({ ...body, channel: "stable" })).toEqual([""]);
  });

  it("name their source by kind; only Builder or a person promotes", () => {
    const [started, , promoted] = proposedBodies;
    for (const source of ["bldr", "user:zoë", "vcs:github"])
      expect(paths({ ...started, data: { ...started?.data, source } })).toEqual([]);
    for (const source of ["", "user:", "github", "user"])
      expect(paths({ ...started, data: { ...started?.data, source } })).toEqual(["data.source"]);
    expect(paths({ ...promoted, data: { ...promoted?.data, source: "vcs:github" } })).toEqual(["data.source"]);
  });
});

describe("further types", () => {
  it("carry any JSON object", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__" && !key.includes("\0")),
          fc.jsonValue({ maxDepth: 3 }),
          { maxKeys: 4 },
        ),
        (data) => {
          const json = JSON.stringify(data);
          fc.pre(json.length < 5000 && !json.includes("\\u0000") && !/\\ud[89a-f]/i.test(json));
          expect(publishInput.parse({ ...note, data: JSON.parse(json) as unknown })).toEqual({
            ...note,
            data: JSON.parse(json) as unknown,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each(["", "Note", "1st", "-", "a_b", "a b"])("have no name like %j", (type) =>
    expect(paths({ ...note, type })).toEqual(["type"]),
  );

  it("have an object as data", () => {
    for (const data of [undefined, null, [], "text", 5]) expect(paths({ ...note, data })).toEqual(["data"]);
  });
});

describe("anything else", () => {
  it("is refused with a reason, never with a crash", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ type: fc.anything(), origin: fc.anything(), data: fc.anything(), to: fc.anything() }),
        ),
        (given) => {
          const parsed = publishInput.safeParse(given);
          expect(parsed.success || parsed.error.issues.every(({ message }) => message.length > 0)).toBe(true);
        },
      ),
    );
  });

  it("that Postgres can't store is refused wherever it is", () => {
    expect(paths({ ...note, data: { a: { b: ["\u0000"] } } })).toEqual(["data.a.b.0"]);
    expect(paths({ ...note, data: { a: "\ud800" } })).toEqual(["data.a"]);
    expect(paths({ ...note, data: { "\udfff": 1 } })).toEqual(["data"]);
    expect(paths({ ...note, to: { users: ["a\u0000"] } })).toEqual(["to.users.0"]);
    expect(paths({ ...note, data: JSON.parse('{"a": 1e999}') as unknown })).toEqual(["data.a"]);
    expect(paths({ ...note, data: { a: "😀" } })).toEqual([]);
  });

  it("that is too large or too deep is refused", () => {
    const filled = (bytes: number) => ({ ...note, data: { a: "é".repeat(bytes / 2 - 4) } });
    expect(paths(filled(16 * 1024))).toEqual([]);
    expect(paths(filled(16 * 1024 + 2))).toEqual(["data"]);
    const deep = (depth: number) => ({
      ...note,
      data: { a: JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown },
    });
    expect(paths(deep(50))).toEqual([]);
    expect(paths(deep(8000))).toEqual(["data.a"]);
  });

  it("counts by whole milliseconds, up to 500 in an array, each with the place of its fault", () => {
    for (const timestamp of [-1, 1.5, "1512687331658", 253_402_300_800_000])
      expect(paths({ ...note, timestamp })).toEqual(["timestamp"]);
    expect(paths(Array.from({ length: 501 }, () => note))).toEqual([""]);
    expect(paths([note, { ...note, origin: "Core" }])).toEqual(["1.origin"]);
    expect(publishInput.parse([])).toEqual([]);
  });
});

it("tells an origin's name", () => {
  for (const name of ["a", "0", "a-b_c", `a${"b".repeat(254)}`]) expect(originName.safeParse(name).success).toBe(true);
  for (const name of ["", "-a", "_a", "A", "a b", "a.b", "é", `a${"b".repeat(255)}`])
    expect(originName.safeParse(name).success).toBe(false);
});

it("fills in a category as the proposal's examples have it", () => {
  for (const body of proposedBodies) expect(defaultCategory(body as NewNotification)).toBe(body.category);
  expect(defaultCategory({ type: "job-finished", data: { status: "Complete" } })).toBe("success");
  expect(defaultCategory({ type: "note", data: { status: "Failed" } })).toBe("info");
});
