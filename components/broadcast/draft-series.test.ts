import { expect, test } from "vitest";
import { checkDraft } from "./check-draft.ts";
import { emptyDraft, type Draft } from "./draft.ts";
import { seriesOf } from "./draft-series.ts";
import { isoWithOffset } from "./send-time.ts";

const now = new Date("2026-11-22T12:00").getTime();
const draft = (more: Partial<Draft>): Draft => ({ ...emptyDraft, message: "Restart {in}", ...more });
const countdown = (more: Partial<Draft> = {}) => draft({ when: "countdown", sendAt: "2026-11-22T18:00", ...more });
const weekly = (more: Partial<Draft> = {}) =>
  draft({ when: "weekly", message: "Tonight", days: ["thu", "mon"], until: "2026-12-03", ...more });

test("a countdown is asked for with its moment and its minutes, and shown as it will be sent", () => {
  const { request, faults } = checkDraft(countdown({ minutes: "60;15 5" }), now);
  expect(faults).toEqual([]);
  expect(request).toMatchObject({
    message: "Restart {in}",
    countdown: { to: isoWithOffset(new Date("2026-11-22T18:00")), minutes: [60, 15, 5] },
  });
  expect(request).not.toHaveProperty("sendAt");
  expect(seriesOf(countdown(), now).sendings.map(({ message }) => message)).toEqual([
    "Restart in 1 hour",
    "Restart in 15 minutes",
    "Restart in 5 minutes",
  ]);
});

test("a weekly one is asked for by the clock of the browser's zone", () => {
  const { request, faults } = checkDraft(weekly(), now);
  expect(faults).toEqual([]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(request).toMatchObject({ weekly: { days: ["mon", "thu"], time: "07:00", zone, until: "2026-12-03" } });
  expect(seriesOf(weekly(), now).sendings).toHaveLength(4);
});

test.each<[Draft, string, RegExp]>([
  [countdown({ sendAt: "" }), "when", /^Choose a day/],
  [countdown({ sendAt: "2026-11-22T11:00" }), "when", /have passed/],
  [countdown({ minutes: "" }), "when", /^Minutes before/],
  [countdown({ minutes: "soon" }), "when", /^Minutes before/],
  [countdown({ minutes: "1,2,3,4,5,6,7,8,9,10,11" }), "when", /^Minutes before/],
  [countdown({ minutes: "10081" }), "when", /10080/],
  [countdown({ message: `${"x".repeat(130)} {in}` }), "message", /^Message is 144 characters/],
  [weekly({ days: [] }), "when", /day of the week/],
  [weekly({ time: "" }), "when", /^Choose a time/],
  [weekly({ until: "" }), "when", /last day/],
  [weekly({ until: "2026-11-21" }), "when", /No such day/],
  [weekly({ until: "2036-11-21" }), "when", /more than 100/],
])("%o is refused at its field", (given, field, message) => {
  expect(checkDraft(given, now).faults).toEqual([{ field, message: expect.stringMatching(message) as string }]);
});
