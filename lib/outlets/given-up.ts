import { and, gt, inArray, isNotNull } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";

/** Which of these origins have an outlet that rests since it failed: nothing is sent there until somebody sees to it. */
export async function originsGivenUp({ db }: Pick<Ctx, "db">, origins: readonly string[]): Promise<Set<string>> {
  const resting = await db
    .selectDistinct({ origin: outlet.origin })
    .from(outlet)
    .where(and(inArray(outlet.origin, [...origins]), isNotNull(outlet.restingSince), gt(outlet.failures, 0)));
  return new Set(resting.flatMap(({ origin }) => origin ?? []));
}
