import { Bell, CircleCheck, CircleX, Info, LoaderCircle, TriangleAlert, type LucideIcon } from "lucide-react";
import type { Variant } from "#lib/broadcast/schema.ts";
import type { Tone } from "../ui/tone.ts";

export interface VariantLook {
  word: string;
  tone: Tone;
  icon: LucideIcon;
}

/** How each type of message is shown on our pages. */
export const variantLook: Record<Variant, VariantLook> = {
  default: { word: "Default", tone: "neutral", icon: Bell },
  info: { word: "Info", tone: "info", icon: Info },
  success: { word: "Success", tone: "success", icon: CircleCheck },
  warning: { word: "Warning", tone: "warning", icon: TriangleAlert },
  error: { word: "Error", tone: "error", icon: CircleX },
  "in-progress": { word: "In progress", tone: "progress", icon: LoaderCircle },
};
