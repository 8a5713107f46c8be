import { messageFault } from "#lib/broadcast/message.ts";
import type { SeriesRequest } from "#lib/broadcast/schema.ts";
import {
  countdownSendings,
  longestCountdownMin,
  mostSendings,
  weekdays,
  weeklyTimes,
  type Sending,
} from "#lib/broadcast/series-times.ts";
import type { Draft, DraftFault } from "./draft.ts";
import { fromLocalMinute, isoWithOffset } from "./send-time.ts";

/** What a draft would schedule as one: the rule, and what that comes to. */
export interface DraftSeries {
  rule?: Pick<SeriesRequest, "countdown" | "weekly">;
  /** The first one first. */
  sendings: Sending[];
  fault?: DraftFault;
}

const mostReminders = 10;

/** The series that is on the form, checked as the server checks it; nothing of it where the draft is none. */
export function seriesOf(draft: Draft, nowMs: number): DraftSeries {
  if (draft.when === "countdown") return countdownOf(draft, nowMs);
  if (draft.when === "weekly") return weeklyOf(draft, nowMs);
  return { sendings: [] };
}

function countdownOf({ message, sendAt, minutes: typed }: Draft, nowMs: number): DraftSeries {
  const to = fromLocalMinute(sendAt);
  if (!to) return wrong("Choose a day and a time");
  const minutes = minutesOf(typed);
  if (!minutes)
    return wrong(
      `Minutes before are 1 to ${mostReminders} whole numbers up to ${longestCountdownMin} (7 days), with commas`,
    );
  const sendings = countdownSendings(message.trim(), { to, minutes }, nowMs);
  if (sendings.length === 0) return wrong("All of these times have passed; choose a later one");
  const rule = { countdown: { to: isoWithOffset(to), minutes } };
  const fault = sendings.map((one) => messageFault(one.message)).find((found) => found !== undefined);
  return { rule, sendings, ...(fault !== undefined && { fault: { field: "message" as const, message: fault } }) };
}

function minutesOf(typed: string): number[] | undefined {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== "");
  const minutes = words.map(Number);
  const fit = minutes.every((each) => Number.isInteger(each) && each >= 0 && each <= longestCountdownMin);
  return fit && minutes.length > 0 && minutes.length <= mostReminders ? minutes : undefined;
}

function weeklyOf({ message, days: chosen, time, until }: Draft, nowMs: number): DraftSeries {
  const days = weekdays.filter((day) => chosen.includes(day));
  if (days.length === 0) return wrong("Choose a day of the week");
  if (time === "") return wrong("Choose a time");
  if (until === "") return wrong("Choose the last day");
  const weekly = { days, time, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, until };
  const times = weeklyTimes(weekly, nowMs);
  if (times.length === 0) return wrong("No such day comes before the end; choose a later one");
  if (times.length > mostSendings) return wrong(`That is more than ${mostSendings} broadcasts; end it earlier`);
  return { rule: { weekly }, sendings: times.map((at) => ({ at, message })) };
}

const wrong = (message: string): DraftSeries => ({ sendings: [], fault: { field: "when", message } });

/** Whether a draft is to be sent several times, as one. */
export const isSeries = ({ when }: Pick<Draft, "when">): boolean => when === "countdown" || when === "weekly";
