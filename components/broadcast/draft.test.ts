import { describe, expect, test } from "vitest";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { draftOf } from "./draft-of.ts";
import {
  autoCloseMs,
  checkDraft as check,
  emptyDraft,
  labsReached,
  validForS,
  withoutLab,
  type Draft,
} from "./draft.ts";
import { isoWithOffset } from "./send-time.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const checkDraft = (given: Draft) => check(given, now);

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

describe("valid for", () => {
  test.each<[Partial<Draft>, number | false | undefined]>([
    [{ validFor: "none", customHours: "5" }, false],
    [{ validFor: "28800" }, 28_800],
    [{ validFor: "custom", customHours: " 1.5 " }, 5400],
    [{ validFor: "custom", customHours: "720" }, 2_592_000],
    [{ validFor: "custom", customHours: "720.1" }, undefined],
    [{ validFor: "custom", customHours: "0" }, undefined],
    [{ validFor: "custom", customHours: "" }, undefined],
    [{ validFor: "custom", customHours: "long" }, undefined],
  ])("%o is %s", (more, seconds) => {
    expect(validForS(draft(more))).toBe(seconds);
  });
});

describe("checking", () => {
  test("what may be sent is sent as it stands", () => {
    expect(checkDraft(draft({ variant: "warning", autoClose: true }))).toEqual({
      request: { message: "Maintenance at 18:00", variant: "warning", autoClose: 5000 },
      faults: [],
    });
    expect(checkDraft(draft({ audience: "chosen", chosen: ["ann", "bob"] }))).toMatchObject({
      request: { recipients: ["ann", "bob"] },
      faults: [],
    });
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

  test("a time is sent with its offset, and how long it is valid in seconds", () => {
    const { request, faults } = checkDraft(draft({ when: "later", sendAt: "2027-03-07T18:00", validFor: "3600" }));
    expect(faults).toEqual([]);
    expect(request).toMatchObject({ sendAt: isoWithOffset(new Date("2027-03-07T18:00")), validFor: 3600 });
    expect(checkDraft(draft({ when: "now", sendAt: "2027-03-07T18:00" })).request).not.toHaveProperty("sendAt");
  });

  test.each<[Partial<Draft>, string, RegExp]>([
    [{ when: "later", sendAt: "" }, "when", /^Choose a day/],
    [{ when: "later", sendAt: "2025-03-07T18:00" }, "when", /has passed/],
    [{ validFor: "custom", customHours: "721" }, "validFor", /720 hours/],
  ])("%o is refused too", (more, field, message) => {
    expect(checkDraft(draft(more)).faults).toEqual([{ field, message: expect.stringMatching(message) as string }]);
  });

  test("several faults are all said", () => {
    const { faults } = checkDraft(
      draft({ message: "", autoClose: true, autoCloseLength: "custom", customSeconds: "", audience: "chosen" }),
    );
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
  const byGroup = { audience: "chosen", chosen: ["ann", "bob", "dora", "group:core"] } as const;
  expect(withoutLab(byGroup, labs)).toEqual(["dora", "group:core"]);
  expect(withoutLab({ ...byGroup, audience: "all" }, labs)).toEqual([]);
  expect(labsReached(byGroup, labs, ["dora", "cy"])).toBe(3);
});

test("a scheduled broadcast comes back on the form as it would be sent again", () => {
  const stored: BroadcastDocument["broadcast"] = {
    message: "Maintenance at 18:00",
    type: "warning",
    autoClose: 90_000,
    immediate: false,
    recipients: ["ann"],
    sender: "admin",
    sentISO: "2026-11-22T11:00:00.000Z",
    finishedISO: null,
    sendAtISO: "2026-11-23T17:00:00.000Z",
    validUntilISO: null,
    validFor: 5400,
  };
  const { request, faults } = checkDraft(draftOf(stored));
  expect(faults).toEqual([]);
  expect(request).toEqual({
    message: "Maintenance at 18:00",
    variant: "warning",
    autoClose: 90_000,
    immediate: false,
    recipients: ["ann"],
    sendAt: isoWithOffset(new Date("2026-11-23T17:00:00Z")),
    validFor: 5400,
  });
  expect(
    checkDraft(draftOf({ ...stored, autoClose: 30_000, recipients: null, validFor: 28_800 })).request,
  ).toMatchObject({ autoClose: 30_000, validFor: 28_800 });
  expect(draftOf({ ...stored, autoClose: false, validFor: null })).toMatchObject({
    autoClose: false,
    validFor: "none",
  });
});
