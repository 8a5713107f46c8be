import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { BroadcastRequest } from "#lib/broadcast/schema.ts";
import type { Api } from "./api.ts";

/** What is under way or yet to begin; `waiting` is done but for labs that start later. */
export const isUnderWay = ({ state }: BroadcastDocument) => state === "running" || state === "scheduled";

/**
 * Sends one broadcast through the public API and, unless it is for later, follows it to its end.
 * @param progress told after each look how far it is
 * @param key for the same broadcast sent again, which is then sent once
 * @throws Failure with the server's own words when it is refused
 */
export async function sendBroadcast(
  api: Api,
  body: BroadcastRequest,
  progress: (document: BroadcastDocument) => void,
  { key = randomUUID(), wait = true, signal }: { key?: string; wait?: boolean; signal?: AbortSignal } = {},
): Promise<BroadcastDocument> {
  const at = "/hub/api/notifications/broadcast";
  const accepted = await api({
    method: "POST",
    path: at,
    body,
    headers: { Prefer: "respond-async", "Idempotency-Key": key },
    again: true,
    ...(signal && { signal }),
  });
  let document = (await accepted.json()) as BroadcastDocument;
  progress(document);
  while (wait && isUnderWay(document) && body.sendAt === undefined) {
    await sleep(200, undefined, { ...(signal && { signal }) });
    document = (await (
      await api({ path: `${at}/${document.id}`, ...(signal && { signal }) })
    ).json()) as BroadcastDocument;
    progress(document);
  }
  return document;
}
