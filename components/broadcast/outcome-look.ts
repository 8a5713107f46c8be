import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Tone } from "../ui/tone.ts";

export type Detail = NonNullable<BroadcastDocument["details"]>[number];
export type Outcome = Detail["outcome"];

export interface OutcomeLook {
  word: string;
  tone: Tone;
  icon: IconName;
}

/** What came of a server, in one or two words; the order is the one of the filter. */
export const outcomeLook: Record<Outcome, OutcomeLook> = {
  delivered: { word: "Delivered", tone: "success", icon: "circle-check" },
  "extension-missing": { word: "No extension", tone: "warning", icon: "package-x" },
  unreachable: { word: "Unreachable", tone: "error", icon: "unplug" },
  unknown: { word: "Unknown", tone: "warning", icon: "circle-help" },
  "not-running": { word: "Not running", tone: "error", icon: "monitor-off" },
  unauthorized: { word: "Not authorized", tone: "error", icon: "key-round" },
  "no-token": { word: "No token", tone: "error", icon: "key-round" },
  "server-error": { word: "Server error", tone: "error", icon: "server-crash" },
  rejected: { word: "Rejected", tone: "error", icon: "bell-off" },
  queued: { word: "Queued", tone: "neutral", icon: "circle-dashed" },
  cancelled: { word: "Taken back", tone: "neutral", icon: "circle-slash" },
};

export const outcomeOrder = Object.keys(outcomeLook) as Outcome[];
