import type { Log } from "#lib/log.ts";
import type { HubClient } from "./client.ts";

/**
 * Says in the log who we are to the hub and which scopes are missing, so that whoever set up the role sees it at once. A
 * hub that can't be asked yet is no failure: it may start after us.
 * @param before what was found the last time: the same is not said again
 * @returns what was found
 */
export async function reportService(
  hub: Pick<HubClient, "whoAmI">,
  log: Pick<Log, "info" | "warn">,
  before?: string,
): Promise<string> {
  try {
    const { name, missing } = await hub.whoAmI();
    const found = `${name} lacks ${missing.join(", ") || "nothing"}`;
    if (found === before) return found;
    if (missing.length === 0) log.info({ service: name }, "the hub knows us and gives every scope that is needed");
    else
      log.warn(
        { service: name, missing },
        `the hub's role for this service lacks ${missing.join(", ")}: broadcasts will fail`,
      );
    return found;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason !== before) log.warn({ reason }, "the hub could not be asked who we are");
    return reason;
  }
}
