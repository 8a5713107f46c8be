import { broadcastInput, type BroadcastRequest, type Variant } from "#lib/broadcast/schema.ts";
import type { ActiveLab } from "./queries.ts";

/** How long a toast stays: one of the usual lengths in ms, or `custom`. */
export const autoCloseLengths = ["5000", "30000", "60000", "600000", "custom"] as const;
export type AutoCloseLength = (typeof autoCloseLengths)[number];

/** What is on the form. */
export interface Draft {
  message: string;
  variant: Variant;
  autoClose: boolean;
  autoCloseLength: AutoCloseLength;
  /** As typed, in seconds. */
  customSeconds: string;
  audience: "all" | "chosen";
  chosen: readonly string[];
}

export const emptyDraft: Draft = {
  message: "",
  variant: "info",
  autoClose: false,
  autoCloseLength: "5000",
  customSeconds: "15",
  audience: "all",
  chosen: [],
};

const longestCustomS = 24 * 60 * 60;

/** The length in ms, or `false` for until dismissed; nothing when the custom one is not a number of seconds we take. */
export function autoCloseMs({ autoClose, autoCloseLength, customSeconds }: Draft): number | false | undefined {
  if (!autoClose) return false;
  if (autoCloseLength !== "custom") return Number(autoCloseLength);
  const seconds = Number(customSeconds.trim() || NaN);
  return seconds > 0 && seconds <= longestCustomS ? Math.round(seconds * 1000) : undefined;
}

export type DraftField = "message" | "autoClose" | "recipients";

/** Something that keeps a draft from being sent, in words, and the field it is about. */
export interface DraftFault {
  field: DraftField;
  message: string;
}

/** What would be sent, once there are no faults. The server's own check is asked, so the words are the server's. */
export function checkDraft(draft: Draft): { request: BroadcastRequest; faults: DraftFault[] } {
  const length = autoCloseMs(draft);
  const chosen = draft.audience === "chosen" ? [...draft.chosen] : undefined;
  const request: BroadcastRequest = {
    message: draft.message,
    variant: draft.variant,
    autoClose: length ?? false,
    ...(chosen && { recipients: chosen }),
  };
  const issues = broadcastInput.safeParse(request).error?.issues ?? [];
  const faults = issues.map(({ path, message }): DraftFault => {
    if (path[0] !== "recipients") return { field: "message", message };
    return { field: "recipients", message: chosen?.length === 0 ? "Nobody is chosen yet" : message };
  });
  if (length === undefined) faults.push({ field: "autoClose", message: `Auto-close takes more than 0 and up to ${longestCustomS} seconds (24 h)` });
  return { request, faults };
}

/** Which of the labs a draft would ring: the ready ones of whom it is for. */
export function labsReached(draft: Pick<Draft, "audience" | "chosen">, labs: readonly ActiveLab[]): number {
  const ready = labs.filter((lab) => lab.ready);
  if (draft.audience === "all") return ready.length;
  const chosen = new Set(draft.chosen);
  return ready.filter(({ username }) => chosen.has(username)).length;
}
