import { z } from "zod";
import { badFields } from "#lib/errors.ts";

/** Reads what a vendor sent. @throws BelfryError `bad-input` that names what is not as the vendor documents it */
export function readAs<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw badFields(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

/** An id in digits or letters. */
export const someIdentifier = z.union([z.string().min(1), z.number()]).transform(String);

/** A text that may be missing, null or empty. */
export const someText = z
  .string()
  .nullish()
  .transform((given) => given?.trim() || undefined);

/** A vendor's word with its first letter raised; every word for a failure is `Failed`. */
export function statusOf(word: string, failures: readonly string[]): string {
  if (failures.includes(word)) return "Failed";
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** The first line of a text, as far as a notification shows it. */
export const firstLine = (text: string | undefined): string | undefined =>
  text?.split(/\r?\n/, 1)[0]?.trim().slice(0, 500) || undefined;

/** An address of the web; nothing for anything else. */
export const webAddress = (given: string | undefined): string | undefined =>
  given !== undefined && /^https?:\/\//i.test(given) && URL.canParse(given) ? given : undefined;

/** ms since 1970; nothing for what is no moment, and for the year 1, which Go writes where it knows none. */
export function momentOf(given: string | undefined): number | undefined {
  const ms = Date.parse(given ?? "");
  return ms >= 0 ? ms : undefined;
}

/** Without what is not there. */
export const present = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** Any word as a type: `com.example.Build done` is `com-example-build-done`. */
export const asType = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 255);
