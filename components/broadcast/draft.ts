import { messageFault, recipientsFault, type Variant } from "#lib/broadcast/message.ts";
import type { BroadcastRequest } from "#lib/broadcast/schema.ts";
import type { ActiveLab } from "./queries.ts";
import { fromLocalMinute, isoWithOffset } from "./send-time.ts";

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
  when: "now" | "later";
  /** As a `datetime-local` field holds it; empty until somebody chooses a time. */
  sendAt: string;
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
  validFor: "none",
  customHours: "2",
  immediate: true,
};

const longestCustomS = 24 * 60 * 60;
const longestCustomH = 30 * 24;

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

/**
 * What would be sent, once there are no faults. What a message and a name may be is asked where the server asks it, so
 * the words are the server's; all else a form can hold only as it is to be.
 * @param nowMs a time to send at must be later than this
 */
export function checkDraft(draft: Draft, nowMs: number): { request: BroadcastRequest; faults: DraftFault[] } {
  const length = autoCloseMs(draft);
  const validFor = validForS(draft);
  const sendAt = draft.when === "later" ? fromLocalMinute(draft.sendAt) : undefined;
  const chosen = draft.audience === "chosen" ? [...draft.chosen] : undefined;
  const leftOut = draft.audience === "all" ? [] : [...draft.leftOut];
  const request: BroadcastRequest = {
    message: draft.message,
    variant: draft.variant,
    autoClose: length ?? false,
    ...(chosen && { recipients: chosen }),
    ...(leftOut.length > 0 && { except: leftOut }),
    ...(sendAt && { sendAt: isoWithOffset(sendAt) }),
    ...(validFor && { validFor }),
    ...(!draft.immediate && { immediate: false }),
  };
  const faults: DraftFault[] = [];
  const unfit = messageFault(draft.message);
  if (unfit !== undefined) faults.push({ field: "message", message: unfit });
  const nobody = audienceFault(draft);
  if (nobody !== undefined) faults.push({ field: "recipients", message: nobody });
  if (length === undefined)
    faults.push({
      field: "autoClose",
      message: `Auto-close takes more than 0 and up to ${longestCustomS} seconds (24 h)`,
    });
  if (draft.when === "later" && !sendAt) faults.push({ field: "when", message: "Choose a day and a time" });
  if (sendAt && sendAt.getTime() <= nowMs)
    faults.push({ field: "when", message: "That time has passed; choose a later one" });
  if (validFor === undefined)
    faults.push({
      field: "validFor",
      message: `Valid for takes more than 0 and up to ${longestCustomH} hours (30 days)`,
    });
  return { request, faults };
}

/** Why it is for nobody, or not for whom it is meant, in words. */
function audienceFault({ audience, chosen, leftOut }: Audience): string | undefined {
  if (audience === "all") return undefined;
  if (audience === "chosen" && chosen.length === 0) return "Nobody is chosen yet";
  if (audience === "but" && leftOut.length === 0) return "Nobody is left out yet";
  return (audience === "chosen" ? recipientsFault(chosen) : undefined) ?? recipientsFault(leftOut);
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
