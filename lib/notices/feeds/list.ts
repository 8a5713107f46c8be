import { asc, eq } from "drizzle-orm";
import { atomFeed } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";

/** A feed as its owner sees it in a list: everything but the secret. */
export interface Feed {
  id: number;
  name: string;
  createdAt: Date;
  /** To the minute. */
  lastReadAt: Date | null;
}

/** The actor's feeds, the oldest first. */
export async function listFeeds({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Feed[]> {
  return db
    .select({
      id: atomFeed.id,
      name: atomFeed.name,
      createdAt: atomFeed.createdAt,
      lastReadAt: atomFeed.lastReadAt,
    })
    .from(atomFeed)
    .where(eq(atomFeed.personId, actor.personId))
    .orderBy(asc(atomFeed.id));
}
