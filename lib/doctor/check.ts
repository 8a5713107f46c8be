import type { Check } from "./schema.ts";

/** Without the part's name. */
export type Finding = Omit<Check, "name">;

export const ok = (found: string): Finding => ({ state: "ok", found });
export const off = (found: string, todo?: string): Finding => ({
  state: "off",
  found,
  ...(todo !== undefined && { todo }),
});
/** Of a lab, while no hub says which there are. */
export const hubFirst = off("not looked at: the hub has to be right first");
export const wrong = (found: string, todo: string): Finding => ({ state: "wrong", found, todo });

export const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Takes apart messages that say what is wrong, then what to do about it: after a semicolon, or in a sentence of their own. */
export function inTwo(error: unknown, otherwise: string): Finding {
  const message = wordsOf(error);
  const [, found = message, todo = otherwise] =
    /^(.+?)(?:; |(?<=\.) (?=(?:Check|Its log|JUPYTERHUB_API_URL)\b))(.+)$/.exec(message) ?? [];
  return wrong(found, todo.charAt(0).toUpperCase() + todo.slice(1));
}
