import { describe, expect, it } from "vitest";
import { canBeNone, chooseOfOrigin, chooseOfOthers, ofOrigin, ofOthers } from "./what-goes-where.ts";

const plain = { origins: null, least: null, byOrigin: null };
const named = { origins: ["core", "labs"], least: "error", byOrigin: { labs: "none" } } as const;

describe("what of an origin goes where", () => {
  it("is what is chosen of it by itself, or as of the others", () => {
    expect([ofOrigin(plain, "core"), ofOthers(plain)]).toEqual(["others", "info"]);
    expect(["core", "labs", "hub"].map((origin) => ofOrigin(named, origin))).toEqual(["error", "none", "others"]);
    expect(ofOthers(named)).toBe("none");
    // What every object has by itself is nobody's choice.
    expect(ofOrigin({ ...plain, byOrigin: {} }, "constructor")).toBe("others");
  });

  it("changes of one origin, and of no other", () => {
    expect(chooseOfOrigin(plain, "core", "error")).toEqual({ byOrigin: { core: "error" } });
    expect(chooseOfOrigin(plain, "core", "others")).toEqual({ byOrigin: { core: null } });
    expect(chooseOfOrigin(named, "core", "others")).toEqual({ byOrigin: { core: null }, origins: ["labs"] });
    expect(chooseOfOrigin({ ...named, origins: ["core"] }, "core", "others")).toEqual({ byOrigin: { core: "none" } });
  });

  it("changes of the others, and not of what is chosen by itself", () => {
    expect(chooseOfOthers(plain, "info")).toEqual({ least: null, origins: null });
    expect(chooseOfOthers(named, "warning")).toEqual({ least: "warning", origins: null, byOrigin: { core: "error" } });
    const chosen = { ...plain, byOrigin: { core: "error", labs: "none" } } as const;
    expect(chooseOfOthers(chosen, "none")).toEqual({ origins: ["core"] });
    expect([canBeNone(chosen), canBeNone(plain)]).toEqual([true, false]);
  });
});
