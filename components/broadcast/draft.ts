import type { Variant } from "#lib/broadcast/message.ts";
import type { Weekday } from "#lib/broadcast/series-times.ts";
import type { ActiveLab } from "./queries.ts";

/** How long a toast stays: one of the usual lengths in ms, or `custom`. */
export const autoCloseLengths = ["5000", "30000", "60000", "600000", "custom"] as const;
export type AutoCloseLength = (typeof autoCloseLengths)[number];

/** How long labs that start later get it too: not at all, one of the usual times in seconds, or `custom`. */
export const validForLengths = ["none", "3600", "28800", "86400", "custom"] as const;
export type ValidForLength = (typeof validForLengths)[number];

/** What is on the form. */
export interface Draft {
  message: string;
  variant: Variant;
  autoClose: boolean;
  autoCloseLength: AutoCloseLength;
  /** As typed, in seconds. */
  customSeconds: string;
  /** `but`: all but those who are left out. */
  audience: "all" | "chosen" | "but";
  chosen: readonly string[];
  /** Who gets nothing, of all or of the chosen. */
  leftOut: readonly string[];
  when: "now" | "later" | "countdown" | "weekly";
  /** As a `datetime-local` field holds it; empty until somebody chooses a time. Of a countdown, what it counts down to. */
  sendAt: string;
  /** Of a countdown, when to remind: minutes, as typed. */
  minutes: string;
  /** Of a weekly one, by the clock of the browser's zone. */
  days: readonly Weekday[];
  /** As a `time` field holds it. */
  time: string;
  /** The last day, as a `date` field holds it. */
  until: string;
  validFor: ValidForLength;
  /** As typed. */
  customHours: string;
  /** Not on the form; kept as it is when a scheduled broadcast is edited. */
  immediate: boolean;
}

/** Whom a draft is for. */
export type Audience = Pick<Draft, "audience" | "chosen" | "leftOut">;

export const emptyDraft: Draft = {
  message: "",
  variant: "info",
  autoClose: false,
  autoCloseLength: "5000",
  customSeconds: "15",
  audience: "all",
  chosen: [],
  leftOut: [],
  when: "now",
  sendAt: "",
  minutes: "60, 15, 5",
  days: [],
  time: "07:00",
  until: "",
  validFor: "none",
  customHours: "2",
  immediate: true,
};

export const longestCustomS = 24 * 60 * 60;
export const longestCustomH = 30 * 24;

/** The length in ms, or `false` for until dismissed; nothing when the custom one is not a number of seconds we take. */
export function autoCloseMs({ autoClose, autoCloseLength, customSeconds }: Draft): number | false | undefined {
  if (!autoClose) return false;
  if (autoCloseLength !== "custom") return Number(autoCloseLength);
  const seconds = Number(customSeconds.trim() || NaN);
  return seconds > 0 && seconds <= longestCustomS ? Math.round(seconds * 1000) : undefined;
}

/** For how many seconds it is valid, or `false` for the labs running at the send; nothing when the custom one is none we take. */
export function validForS({ validFor, customHours }: Draft): number | false | undefined {
  if (validFor === "none") return false;
  if (validFor !== "custom") return Number(validFor);
  const seconds = Math.round(Number(customHours.trim() || NaN) * 3600);
  return seconds >= 1 && seconds <= longestCustomH * 3600 ? seconds : undefined;
}

export type DraftField = "message" | "autoClose" | "recipients" | "when" | "validFor";

/** Something that keeps a draft from being sent, in words, and the field it is about. */
export interface DraftFault {
  field: DraftField;
  message: string;
}

/** Those of some names that the hub is asked about: who has no lab, and every group. */
export function withoutLab(names: readonly string[], labs: readonly ActiveLab[]): string[] {
  const running = new Set(labs.map(({ username }) => username));
  return names.filter((name) => !running.has(name));
}

/** Whether a draft would ring most labs, so that it is worth having a token made for each while it is written. */
export function isForMost(draft: Audience, labs: readonly ActiveLab[]): boolean {
  return draft.audience === "all" || labsReached(draft, labs) > labs.length / 2;
}

/**
 * Which of the labs a draft would ring: the ready ones of whom it is for.
 * @param members who else is chosen, and who else left out: the members of groups
 */
export function labsReached(
  draft: Audience,
  labs: readonly ActiveLab[],
  members: { chosen?: readonly string[] | undefined; leftOut?: readonly string[] | undefined } = {},
): number {
  const ready = labs.filter((lab) => lab.ready);
  if (draft.audience === "all") return ready.length;
  const chosen = new Set([...draft.chosen, ...(members.chosen ?? [])]);
  const leftOut = new Set([...draft.leftOut, ...(members.leftOut ?? [])]);
  return ready.filter(({ username }) => (draft.audience === "but" || chosen.has(username)) && !leftOut.has(username))
    .length;
}
