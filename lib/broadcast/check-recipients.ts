import type { HubClient } from "#lib/jupyterhub/client.ts";
import { requireHub } from "./ctx.ts";
import { resolveRecipients, type Resolved } from "./resolve-recipients.ts";

/**
 * Whom recipients stand for now; nothing is sent.
 * @throws BelfryError `off` without a hub, `hub-failed` when it can't be asked or doesn't show who is in which group
 */
export async function checkRecipients(
  ctx: { hub: HubClient | undefined },
  { recipients }: { recipients: readonly string[] },
): Promise<Resolved> {
  return resolveRecipients(requireHub(ctx), recipients);
}
