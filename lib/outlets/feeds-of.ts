import { sql, type SQL } from "drizzle-orm";
import { originAudience } from "#lib/inbox/audience.ts";
import { mine } from "#lib/inbox/mine.ts";

/** Whom an outlet follows: the inbox of a person; or, where it stands for an origin, what that origin's members are told. */
export interface Follower {
  personId: number;
  origin: string | null;
}

/** The feeds that they see, as a subquery. Columns: `id, origin, head`, and `base`, below which there is nothing for them. */
export const feedsOf = ({ personId, origin }: Follower): SQL =>
  origin === null
    ? mine(personId)
    : sql`select id, origin, head, floor as base from feed where audience = ${originAudience(origin)}`;
