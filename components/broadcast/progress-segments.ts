import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { ProgressSegment } from "../ui/progress-bar.tsx";
import { outcomeLook, outcomeOrder } from "./outcome-look.ts";

/** The answers so far by their tone: what went well first. */
export function progressSegments(outcomes: BroadcastDocument["outcomes"]): ProgressSegment[] {
  const tones = ["success", "warning", "error"] as const;
  return tones.map((tone) => ({
    tone,
    count: outcomeOrder
      .filter((outcome) => outcomeLook[outcome].tone === tone)
      .reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0),
  }));
}
