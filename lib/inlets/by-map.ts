import type { InletMap } from "./schema.ts";

/** What a map finds in a sample. `type` and `category` as they stand there. */
export interface Mapped {
  type: unknown;
  category: unknown;
  data: Record<string, unknown>;
}

/** Finds what a map names. Browsers ask it too, for the preview. */
export function byMap(json: unknown, { type, category, data }: InletMap): Mapped {
  const found = Object.entries(data).map(([key, place]) => [key, at(json, place)] as const);
  return {
    type: at(json, type),
    category: category === undefined ? undefined : at(json, category),
    data: Object.fromEntries(found.filter(([, value]) => value !== undefined)),
  };
}

/** What stands at a JSON pointer, or the text itself where it is none. @see https://www.rfc-editor.org/rfc/rfc6901 */
function at(json: unknown, place: string): unknown {
  if (!place.startsWith("/")) return place;
  let value = json;
  for (const part of place.slice(1).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The word of a category: ours, or one of those that others have for the same. */
export function categoryOf(word: unknown): "info" | "success" | "warning" | "error" | undefined {
  const given = typeof word === "string" ? word.trim().toLowerCase() : "";
  return Object.hasOwn(categoryWords, given) ? categoryWords[given] : undefined;
}

const categoryWords: Record<string, "info" | "success" | "warning" | "error"> = {
  info: "info",
  information: "info",
  notice: "info",
  success: "success",
  ok: "success",
  resolved: "success",
  warning: "warning",
  warn: "warning",
  error: "error",
  failure: "error",
  failed: "error",
  critical: "error",
  fatal: "error",
};
