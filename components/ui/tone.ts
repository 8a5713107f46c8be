/** What a colour says. Colour is never alone: an icon and a word stand beside it. */
export type Tone = "neutral" | "info" | "success" | "warning" | "error" | "progress";

export const toneText: Record<Tone, string> = {
  neutral: "text-meta",
  info: "text-info",
  success: "text-success",
  warning: "text-warning",
  error: "text-error",
  progress: "text-progress",
};

export const toneFill: Record<Tone, string> = {
  neutral: "bg-edge forced-colors:bg-[GrayText]",
  info: "bg-info",
  success: "bg-success",
  warning: "bg-warning",
  error: "bg-error",
  progress: "bg-progress",
};

/** A quiet background with a border of the same tone. */
export const toneTint: Record<Tone, string> = {
  neutral: "border-line bg-sunken",
  info: "tint-info",
  success: "tint-success",
  warning: "tint-warning",
  error: "tint-error",
  progress: "tint-progress",
};
