import {
  BellOff,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  KeyRound,
  MonitorOff,
  PackageX,
  ServerCrash,
  Unplug,
  type LucideIcon,
} from "lucide-react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { Tone } from "../ui/tone.ts";

export type Detail = NonNullable<BroadcastDocument["details"]>[number];
export type Outcome = Detail["outcome"];

export interface OutcomeLook {
  word: string;
  tone: Tone;
  icon: LucideIcon;
}

/** What came of a server, in one or two words; the order is the one of the filter. */
export const outcomeLook: Record<Outcome, OutcomeLook> = {
  delivered: { word: "Delivered", tone: "success", icon: CircleCheck },
  "extension-missing": { word: "No extension", tone: "warning", icon: PackageX },
  unreachable: { word: "Unreachable", tone: "error", icon: Unplug },
  unknown: { word: "Unknown", tone: "warning", icon: CircleHelp },
  "not-running": { word: "Not running", tone: "error", icon: MonitorOff },
  unauthorized: { word: "Not authorized", tone: "error", icon: KeyRound },
  "no-token": { word: "No token", tone: "error", icon: KeyRound },
  "server-error": { word: "Server error", tone: "error", icon: ServerCrash },
  rejected: { word: "Rejected", tone: "error", icon: BellOff },
  queued: { word: "Queued", tone: "neutral", icon: CircleDashed },
  cancelled: { word: "Taken back", tone: "neutral", icon: CircleSlash },
};

export const outcomeOrder = Object.keys(outcomeLook) as Outcome[];
