import { refresh } from "next/cache";
import type { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/**
 * Does what a server action was asked to: checks what came from the browser and calls a verb. Nothing raw leaves: what
 * is not one of our errors is logged whole and answered with fixed words.
 */
export async function answered<I, T>(
  ctx: Pick<SystemCtx, "log">,
  schema: z.ZodType<I>,
  given: unknown,
  work: (input: I) => Promise<T>,
): Promise<Answer<T>> {
  const input = schema.safeParse(given);
  if (!input.success) {
    const errors = input.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return { refused: { message: errors.map(({ path, message }) => `${path} ${message}`).join("; "), errors } };
  }
  try {
    return { done: await work(input.data) };
  } catch (error) {
    if (error instanceof BelfryError) return { refused: { message: error.message, errors: error.errors } };
    ctx.log.error({ err: error }, "an action failed");
    return { refused: { message: "Something went wrong on our side. It is in the server’s log.", errors: [] } };
  }
}

/** As {@link answered}, for what changes the page it is asked from: the answer brings the page as it is then. */
export function changed<I, T>(
  ctx: Pick<SystemCtx, "log">,
  schema: z.ZodType<I>,
  given: unknown,
  work: (input: I) => Promise<T>,
): Promise<Answer<T>> {
  return answered(ctx, schema, given, async (input) => {
    const done = await work(input);
    refresh();
    return done;
  });
}
