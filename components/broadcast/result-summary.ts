import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Tone } from "../ui/tone.ts";
import { grouped } from "#lib/grouped.ts";

export interface ResultSummary {
  words: string;
  tone: Tone;
  icon: IconName;
  /** Whether it is still going on. */
  atWork: boolean;
}

type Totals = Pick<BroadcastDocument, "state" | "total"> & { delivered: number; planned: boolean };

/** What came of a broadcast, in one line: words, a tone and an icon that say the same. */
export function summarize({ state, total, delivered, planned }: Totals): ResultSummary {
  const words = `${grouped(delivered)} of ${grouped(total)} delivered`;
  switch (state) {
    case "scheduled":
      return { words: "Scheduled", tone: "info", icon: "clock", atWork: false };
    case "running":
      return {
        words: planned || total > 0 ? words : "Asking the hub for its labs",
        tone: "progress",
        icon: "loader-circle",
        atWork: true,
      };
    case "cancelled":
      return {
        words: total > 0 ? `Taken back · ${words}` : "Taken back",
        tone: "neutral",
        icon: "circle-slash",
        atWork: false,
      };
    case "failed":
      return { words: total > 0 ? `Failed · ${words}` : "Failed", tone: "error", icon: "circle-x", atWork: false };
    case "waiting":
    case "finished":
      if (total === 0) return { words: "No labs were running", tone: "info", icon: "info", atWork: false };
      if (delivered === total) return { words, tone: "success", icon: "circle-check", atWork: false };
      return delivered > 0
        ? { words, tone: "warning", icon: "triangle-alert", atWork: false }
        : { words, tone: "error", icon: "circle-x", atWork: false };
  }
}

/** How long something took, as people say it: `0.4 s`, `12 s`, `2 min 5 s`. In ms. */
export function took(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
