import type { Log } from "#lib/log.ts";
import type { HubClient } from "./client.ts";
import { reportService } from "./report-service.ts";

/** A hub that is down or takes our token no more is known of within a minute, though nobody opens a page. */
const everyMs = 20_000;

/**
 * Asks the hub now and again who we are, and says in the log what has changed.
 * @returns what ends it
 */
export function watchService(hub: Pick<HubClient, "whoAmI">, log: Pick<Log, "info" | "warn">): () => void {
  let said: string | undefined;
  let asking = false;
  const ask = async () => {
    // One that hangs is not asked again meanwhile.
    if (asking) return;
    asking = true;
    said = await reportService(hub, log, said);
    asking = false;
  };
  void ask();
  const timer = setInterval(() => void ask(), everyMs).unref();
  return () => clearInterval(timer);
}
