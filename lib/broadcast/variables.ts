import { textFault } from "#lib/storable.ts";
import { MESSAGE_LIMIT, messageLength } from "./message.ts";

/** A variable of a saved message, such as `{time}`: a word in braces, asked for when the message is used. */
const variable = /\{([a-z][a-z0-9_-]{0,31})\}/g;

/** So many things to fill in are more than anybody does in a hurry. */
export const mostVariables = 10;

/** What a saved message may be long, variables and all. */
export const savedLimit = MESSAGE_LIMIT + mostVariables * 34;

/** The variables of a text, each once, in order. */
export function variablesOf(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(variable), ([, name]) => name ?? ""))];
}

/** A text with its variables replaced; one without a value stays as it is. What a value holds is not looked into again. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(variable, (written, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name]?.trim() : undefined;
    return value === undefined || value === "" ? written : value;
  });
}

/** Why a message can't be saved, in words. What its variables will be is not known yet: the limit is for the rest of it. */
export function savedMessageFault(text: string): string | undefined {
  const unfit = textFault(text);
  if (unfit) return `Message ${unfit}`;
  if (text.trim() === "") return "Message is empty";
  if (variablesOf(text).length > mostVariables) return `Message has more than ${mostVariables} variables`;
  const length = messageLength(text.replace(variable, ""));
  if (length > MESSAGE_LIMIT) return `Message is ${length} characters without its variables; ${MESSAGE_LIMIT} fit`;
  return Array.from(text).length > savedLimit ? `Message is longer than ${savedLimit} characters` : undefined;
}
