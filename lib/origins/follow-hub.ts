import type { Database } from "#db/client.ts";
import type { Env } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { Log } from "#lib/log.ts";
import { listOfHub } from "#lib/people/list-of-hub.ts";
import { takeAway } from "#lib/people/take-away.ts";
import { keepFixedToken } from "#lib/tokens/fixed.ts";
import { followGroups } from "./take-in.ts";

/** What of an instance it takes. */
interface Followed {
  database: Pick<Database, "db">;
  env: Pick<Env, "ADMIN_TOKEN">;
  hub: HubClient | undefined;
  log: Log;
}

/** Scopes with which the service sees everybody; narrowed to a group, one that it does not see may well be there. */
const seesAll = new Set(["list:users", "read:users", "admin:users"]);

/**
 * Looks at the hub for everybody who came through it: whoever is no admin there any more is none here, and whoever is gone
 * is signed out, with their tokens and the memberships that the hub's groups made. What can't be asked changes nothing.
 */
export async function followHub({ database: { db }, env, hub, log }: Followed): Promise<void> {
  if (!hub) return;
  const ctx = { db, now: () => new Date(), log };
  try {
    const known = await listOfHub(ctx);
    if (known.length === 0) return;
    const [people, { scopes }] = [await hub.listPeople(), await hub.whoAmI()];
    const whole = scopes.some((scope) => seesAll.has(scope));
    let changed = false;
    for (const { id: personId, username, role, subject } of known) {
      // A list in pages may miss somebody when others come and go meanwhile.
      const admin = people.get(subject)?.admin ?? (whole || role === "admin" ? await hub.isAdmin(subject) : undefined);
      const gone = admin === undefined && whole;
      if (gone) await followGroups(ctx, { personId, username, groups: [] });
      if (gone || (admin === false && role === "admin")) changed = (await takeAway(ctx, { personId, gone })) || changed;
    }
    // Whom it acted as may be no admin any more.
    if (changed) await keepFixedToken(ctx, env.ADMIN_TOKEN);
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    log.warn({ reason: error.message }, "the hub could not be asked who its admins are: those of before stay");
  }
}
