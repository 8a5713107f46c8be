import { describe, expect, it } from "vitest";
import { readArgs } from "./read-args.ts";

const options = {
  title: { type: "string" },
  unread: { type: "boolean" },
  to: { type: "string", multiple: true },
} as const;
const read = (...args: string[]) => {
  const { values, positionals } = readArgs({ options, words: [0, 2], help: "how" }, args);
  return [{ ...values }, positionals];
};

describe("a command line", () => {
  it("has options and words in any order", () => {
    expect(read("core", "--title", "42 is out", "note", "--unread")).toEqual([
      { title: "42 is out", unread: true },
      ["core", "note"],
    ]);
    expect(read("--to", "ann", "--to=bob")).toEqual([{ to: ["ann", "bob"] }, []]);
  });

  it("may have a dash at the beginning of a value or a word", () => {
    expect(read("--title", "-5 degrees", "-4zwK")).toEqual([{ title: "-5 degrees" }, ["-4zwK"]]);
    expect(read("--title", "--unread")).toEqual([{ title: "--unread" }, []]);
    expect(read("--", "--title")).toEqual([{}, ["--title"]]);
    const undo = { options: {}, words: [1, 1] as [number, number], help: "how" };
    expect(readArgs(undo, ["--4zwK", "--json"])).toMatchObject({ positionals: ["--4zwK"], values: { json: true } });
  });

  it.each([
    [["--titel", "x"], "Unknown option '--titel'"],
    [["--title"], "--title wants a value"],
    [["--unread=yes"], "Option '--unread' does not take an argument"],
    [["a", "b", "c"], "c is one too many"],
    [["--token=blf_x"], "put the token into BELFRY_TOKEN"],
  ])("%j is refused", (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });
});
