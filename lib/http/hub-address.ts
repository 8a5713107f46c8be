import type { IncomingMessage } from "node:http";
import { basePath } from "#lib/env.ts";

/**
 * Where to send who comes to the broadcast page by the address that hubs of old had for it: their proxy leads it here as it
 * is, and the session counts below our own path alone.
 * @returns nothing for any other address, and at a host's root, where both are one
 */
export function fromHubAddress({ url = "", method = "" }: IncomingMessage): string | undefined {
  const [whole, query = ""] = /^\/hub\/notifications\/?(\?.*)?$/.exec(url) ?? [];
  const isIt = whole !== undefined && basePath !== "" && ["GET", "HEAD"].includes(method);
  return isIt ? `${basePath}/hub/notifications${query}` : undefined;
}
