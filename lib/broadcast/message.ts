import { textFault } from "#lib/storable.ts";

/** Code points a message may have. */
export const MESSAGE_LIMIT = 140;

/** The six types a lab can show. Its extension accepts any other with 200, so they are checked before sending. */
export const VARIANTS = ["default", "info", "success", "warning", "error", "in-progress"] as const;
export type Variant = (typeof VARIANTS)[number];

export const mostRecipients = 10_000;
export const longestUsername = 255;

/** A message's length: code points, without the space around it. The page's counter and the server both ask here. */
export function messageLength(text: string): number {
  return Array.from(text.trim()).length;
}

/** Why a message is not one, in words. */
export function messageFault(text: string): string | undefined {
  const unfit = textFault(text);
  if (unfit) return `Message ${unfit}`;
  const length = messageLength(text);
  if (length === 0) return "Message is empty";
  return length > MESSAGE_LIMIT ? `Message is ${length} characters; ${MESSAGE_LIMIT} fit` : undefined;
}

/** Why a name, or a `group:NAME`, can be no recipient, in words. */
export function usernameFault(name: string): string | undefined {
  const unfit = textFault(name);
  if (unfit) return `Username ${unfit}`;
  if (name.trim() === "") return "Username is empty";
  return Array.from(name).length > longestUsername
    ? `Username is longer than ${longestUsername} characters`
    : undefined;
}

/** Why nobody, or not everybody meant, can be told, in words. @param names left out: everybody is meant */
export function recipientsFault(names: readonly string[]): string | undefined {
  if (names.length > mostRecipients) return `Recipients holds more than ${mostRecipients} usernames`;
  return names.map(usernameFault).find((fault) => fault !== undefined);
}
