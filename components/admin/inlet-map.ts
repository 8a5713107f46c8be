import { byMap, categoryOf } from "#lib/inlets/by-map.ts";
import { plain, sentence } from "#lib/inbox/sentence.ts";
import type { InletMap } from "#lib/inlets/schema.ts";

/** A map as it is typed: one line for each key of the data, `key: /pointer` or `key: fixed text`. */
export interface TypedMap {
  type: string;
  category: string;
  data: string;
}

/** Reads what Apprise's `json://` sends. @see https://appriseit.com/services/json/ */
export const appriseTyped: TypedMap = { type: "apprise", category: "/type", data: "title: /title\nmessage: /message" };

/** The map that was typed. Lines without a colon are left out; who reads it says what else is wrong. */
export function typedMap({ type, category, data }: TypedMap): InletMap {
  const lines = data.split("\n").flatMap((line) => {
    const [, key, place] = /^\s*([^:]+?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    return key !== undefined && place ? [[key, place] as const] : [];
  });
  return {
    type: type.trim(),
    ...(category.trim() && { category: category.trim() }),
    data: Object.fromEntries(lines),
  };
}

/** What a sample would become, or why it can't. */
export type Preview = { title: string; meta: string; category: string } | { fault: string };

/** What the map makes of a sample, as the inbox would show it. */
export function preview(typed: TypedMap, sample: string): Preview {
  let json: unknown;
  try {
    json = JSON.parse(sample);
  } catch {
    return { fault: "The sample is not JSON yet." };
  }
  const { type, category, data } = byMap(json, typedMap(typed));
  if (typeof type !== "string" || type.trim() === "")
    return { fault: `There is no text at ${typed.type || "the type"}.` };
  if (Object.keys(data).length === 0) return { fault: "Nothing of the data is there." };
  const said = sentence({ type, origin: "", data });
  return { title: plain(said), meta: said.meta.join(" · "), category: categoryOf(category) ?? "info" };
}
