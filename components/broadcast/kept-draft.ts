import { VARIANTS } from "#lib/broadcast/message.ts";
import { storedValue } from "../ui/stored-value.ts";
import { autoCloseLengths, emptyDraft, validForLengths, type Draft } from "./draft.ts";

/** Where this browser keeps what a person wrote and has not sent; `forgetSeen` finds it by the beginning of its name. */
export const keptDraft = (person: string) => storedValue<unknown>(`belfry draft ${person}`);

const choices: Partial<Record<keyof Draft, readonly unknown[]>> = {
  variant: VARIANTS,
  autoCloseLength: autoCloseLengths,
  audience: ["all", "chosen", "but"],
  when: ["now", "later", "countdown", "weekly"],
  validFor: validForLengths,
};

/** A draft as it was kept. @returns nothing of what is none: another build may have written it, or anybody */
export function draftFrom(kept: unknown): Draft | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const given = kept as Record<string, unknown>;
  const fits = Object.entries(emptyDraft).every(([field, empty]) => {
    const value = given[field];
    if (Array.isArray(empty)) return Array.isArray(value) && value.every((name) => typeof name === "string");
    const allowed = choices[field as keyof Draft];
    return allowed ? allowed.includes(value) : typeof value === typeof empty;
  });
  if (!fits) return undefined;
  const draft = Object.fromEntries(Object.keys(emptyDraft).map((field) => [field, given[field]])) as unknown as Draft;
  return isWritten(draft) ? draft : undefined;
}

/** Whether there is something that somebody would miss. */
export const isWritten = ({ message }: Pick<Draft, "message">): boolean => message.trim() !== "";
