import type { Category, Notification } from "#lib/inbox/schema.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Tone } from "../ui/tone.ts";
import type { Kind } from "#lib/inbox/sentence.ts";

const categoryIcons: Record<Category, IconName> = {
  info: "info",
  success: "circle-check",
  warning: "triangle-alert",
  error: "circle-x",
};

const icons: Partial<Record<Kind, IconName>> = {
  requested: "clock",
  started: "hammer",
  built: "circle-check",
  failed: "circle-x",
  uploaded: "upload",
  promoted: "circle-arrow-up",
  demoted: "circle-arrow-down",
  dependency: "link",
  broadcast: "megaphone",
};

/** How a notification looks, and the word for its colour where its sentence has none. */
export function kindLook(
  kind: Kind,
  { category }: Pick<Notification, "category">,
): { icon: IconName; tone: Tone; word: string | undefined } {
  return {
    icon: icons[kind] ?? categoryIcons[category],
    tone: kind === "requested" ? "neutral" : kind === "started" ? "progress" : category,
    word:
      category !== "info" && (kind === "broadcast" || kind === "other")
        ? { success: "Success", warning: "Warning", error: "Error" }[category]
        : undefined,
  };
}
