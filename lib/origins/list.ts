import type { Ctx } from "#lib/ctx.ts";
import { readOrigins, type Origin } from "./origin.ts";

/** All registered origins, by name. */
export function listOrigins({ db }: Pick<Ctx, "db">): Promise<Origin[]> {
  return readOrigins(db);
}
