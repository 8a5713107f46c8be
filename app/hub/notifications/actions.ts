"use server";

import { z } from "zod";
import type { SendResult } from "#components/broadcast/use-send.ts";
import { signedInAdmin } from "#lib/auth/session.ts";
import { broadcastInput } from "#lib/broadcast/schema.ts";
import { send } from "#lib/broadcast/send.ts";
import { BelfryError } from "#lib/errors.ts";
import { instance } from "#lib/instance.ts";

const sendKey = z.string().min(1).max(200);

/**
 * Sends a broadcast for the admin who is signed in. `given` and `givenKey` come from a browser and are checked here.
 * @returns the broadcast's number at once, while its labs are rung; or why it was not sent
 */
export async function sendBroadcast(given: unknown, givenKey: unknown): Promise<SendResult> {
  const ctx = await signedInAdmin("/hub/notifications");
  const input = broadcastInput.safeParse(given);
  if (!input.success) return { refused: input.error.issues[0]?.message ?? "This can’t be sent" };
  try {
    return await send({ ...ctx, ...instance() }, input.data, { idempotencyKey: sendKey.parse(givenKey) });
  } catch (error) {
    if (error instanceof BelfryError) return { refused: error.message };
    throw error;
  }
}
