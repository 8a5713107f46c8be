import { describe, expect, test } from "vitest";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { checkDraft as check } from "./check-draft.ts";
import { draftOf } from "./draft-of.ts";
import { autoCloseMs, emptyDraft, labsReached, validForS, withoutLab, type Draft } from "./draft.ts";
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

  test("who was chosen or left out does not matter once it is for all", () => {
    const { request } = checkDraft(draft({ audience: "all", chosen: ["ann"], leftOut: ["bob"] }));
    expect(request).not.toHaveProperty("recipients");
    expect(request).not.toHaveProperty("except");
  });

  test("all but some, and some but others", () => {
    const but = checkDraft(draft({ audience: "but", chosen: ["ann"], leftOut: ["bob"] }));
    expect(but).toMatchObject({ request: { except: ["bob"] }, faults: [] });
    expect(but.request).not.toHaveProperty("recipients");
    expect(checkDraft(draft({ audience: "chosen", chosen: ["group:core"], leftOut: ["bob"] }))).toMatchObject({
      request: { recipients: ["group:core"], except: ["bob"] },
      faults: [],
    });
  });

  test.each<[Partial<Draft>, string, RegExp]>([
    [{ message: "  " }, "message", /^Message is empty$/],
    [{ message: "x".repeat(152) }, "message", /^Message is 152 characters; 140 fit$/],
    [{ message: "\u0000" }, "message", /NUL/],
    [{ autoClose: true, autoCloseLength: "custom", customSeconds: "no" }, "autoClose", /86400 seconds/],
    [{ audience: "chosen" }, "recipients", /^Nobody is chosen yet$/],
    [{ audience: "chosen", chosen: ["n".repeat(256)] }, "recipients", /255/],
    [{ audience: "but", chosen: ["ann"] }, "recipients", /^Nobody is left out yet$/],
    [{ audience: "but", leftOut: ["n".repeat(256)] }, "recipients", /255/],
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
    { username: "ann", server: "", ready: true, started: null },
    { username: "ann", server: "gpu", ready: true, started: null },
    { username: "bob", server: "", ready: false, started: null },
    { username: "cy", server: "", ready: true, started: null },
  ];
  const leftOut = ["cy"];
  expect(labsReached({ audience: "all", chosen: ["ann"], leftOut }, labs)).toBe(3);
  expect(labsReached({ audience: "but", chosen: ["ann"], leftOut }, labs)).toBe(2);
  expect(labsReached({ audience: "but", chosen: [], leftOut }, labs, { leftOut: ["ann"] })).toBe(0);
  expect(labsReached({ audience: "chosen", chosen: ["ann", "bob", "nobody"], leftOut }, labs)).toBe(2);
  const byGroup = { audience: "chosen", chosen: ["ann", "bob", "dora", "group:core"] } as const;
  expect(withoutLab(byGroup.chosen, labs)).toEqual(["dora", "group:core"]);
  expect(labsReached({ ...byGroup, leftOut: [] }, labs, { chosen: ["dora", "cy"] })).toBe(3);
  expect(labsReached({ ...byGroup, leftOut }, labs, { chosen: ["dora", "cy"] })).toBe(2);
});

test("a scheduled broadcast comes back on the form as it would be sent again", () => {
  const stored: BroadcastDocument["broadcast"] = {
    message: "Maintenance at 18:00",
    type: "warning",
    autoClose: 90_000,
    immediate: false,
    recipients: ["ann"],
    except: null,
    sender: "admin",
    sentISO: "2026-11-22T11:00:00.000Z",
    finishedISO: null,
    sendAtISO: "2026-11-23T17:00:00.000Z",
    validUntilISO: null,
    validFor: 5400,
    series: null,
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
  expect(checkDraft(draftOf({ ...stored, recipients: null, except: ["bob"] })).request).toMatchObject({
    except: ["bob"],
  });
  expect(draftOf({ ...stored, autoClose: false, validFor: null })).toMatchObject({
    autoClose: false,
    validFor: "none",
  });
});
