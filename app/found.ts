import { BelfryError } from "#lib/errors.ts";

/** What a verb was asked for; nothing where there is no such thing. */
export async function found<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof BelfryError && error.code === "not-found") return undefined;
    throw error;
  }
}
