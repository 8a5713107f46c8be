import { describe, expect, test } from "vitest";
import { autoCloseMs, checkDraft, emptyDraft, labsReached, type Draft } from "./draft.ts";

const draft = (more: Partial<Draft>): Draft => ({ ...emptyDraft, message: "Maintenance at 18:00", ...more });

describe("auto-close", () => {
  test.each<[Partial<Draft>, number | false | undefined]>([
    [{ autoClose: false, autoCloseLength: "30000" }, false],
    [{ autoClose: true, autoCloseLength: "30000" }, 30_000],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: " 90 " }, 90_000],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "1.5" }, 1500],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "86400" }, 86_400_000],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "86401" }, undefined],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "0" }, undefined],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "" }, undefined],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "soon" }, undefined],
  ])("%o is %s", (more, length) => {
    expect(autoCloseMs(draft(more))).toBe(length);
  });
});

describe("checking", () => {
  test("what may be sent is sent as it stands", () => {
    expect(checkDraft(draft({ variant: "warning", autoClose: true }))).toEqual({
      request: { message: "Maintenance at 18:00", variant: "warning", autoClose: 5000 },
      faults: [],
    });
    expect(checkDraft(draft({ audience: "chosen", chosen: ["ann", "bob"] }))).toMatchObject({ request: { recipients: ["ann", "bob"] }, faults: [] });
  });

  test("who was chosen does not matter once it is for all", () => {
    expect(checkDraft(draft({ audience: "all", chosen: ["ann"] })).request).not.toHaveProperty("recipients");
  });

  test.each<[Partial<Draft>, string, RegExp]>([
    [{ message: "  " }, "message", /^Message is empty$/],
    [{ message: "x".repeat(152) }, "message", /^Message is 152 characters; 140 fit$/],
    [{ message: "\u0000" }, "message", /NUL/],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "no" }, "autoClose", /86400 seconds/],
    [{ audience: "chosen" }, "recipients", /^Nobody is chosen yet$/],
    [{ audience: "chosen", chosen: ["n".repeat(256)] }, "recipients", /255/],
  ])("%o is refused at its field", (more, field, message) => {
    expect(checkDraft(draft(more)).faults).toEqual([{ field, message: expect.stringMatching(message) as string }]);
  });

  test("several faults are all said", () => {
    const { faults } = checkDraft(draft({ message: "", autoClose: true, autoCloseLength: "custom", customSeconds: "", audience: "chosen" }));
    expect(faults.map(({ field }) => field)).toEqual(["message", "recipients", "autoClose"]);
  });
});

test("the labs reached are the ready ones of whom it is for, every server of theirs", () => {
  const labs = [
    { username: "ann", server: "", ready: true },
    { username: "ann", server: "gpu", ready: true },
    { username: "bob", server: "", ready: false },
    { username: "cy", server: "", ready: true },
  ];
  expect(labsReached({ audience: "all", chosen: ["ann"] }, labs)).toBe(3);
  expect(labsReached({ audience: "chosen", chosen: ["ann", "bob", "nobody"] }, labs)).toBe(2);
});
