import type { Variant } from "#lib/broadcast/message.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Tone } from "../ui/tone.ts";

export interface VariantLook {
  word: string;
  tone: Tone;
  icon: IconName;
}

/** How each type of message is shown on our pages. */
export const variantLook: Record<Variant, VariantLook> = {
  default: { word: "Default", tone: "neutral", icon: "bell" },
  info: { word: "Info", tone: "info", icon: "info" },
  success: { word: "Success", tone: "success", icon: "circle-check" },
  warning: { word: "Warning", tone: "warning", icon: "triangle-alert" },
  error: { word: "Error", tone: "error", icon: "circle-x" },
  "in-progress": { word: "In progress", tone: "progress", icon: "loader-circle" },
};
