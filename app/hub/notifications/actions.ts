"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { signedInAdmin } from "#lib/auth/session.ts";
import { cancel } from "#lib/broadcast/cancel.ts";
import { clearSent } from "#lib/broadcast/clear-sent.ts";
import { edit } from "#lib/broadcast/edit.ts";
import { retry } from "#lib/broadcast/retry.ts";
import { removeSaved } from "#lib/broadcast/saved/remove.ts";
import { saveMessage } from "#lib/broadcast/saved/save.ts";
import { takeUpSaved } from "#lib/broadcast/saved/take-up.ts";
import { broadcastInput, savedInput, seriesInput } from "#lib/broadcast/schema.ts";
import { send } from "#lib/broadcast/send.ts";
import { cancelSeries } from "#lib/broadcast/series/cancel.ts";
import { startSeries } from "#lib/broadcast/series/start.ts";
import { answered } from "../../answered.ts";

const page = "/hub/notifications";
const about = { id: z.int().positive() };

/** Sends a broadcast. @returns its number at once, while its labs are rung */
export async function sendBroadcast(given: unknown): Promise<Answer<{ id: number }>> {
  const ctx = await signedInAdmin(page);
  const schema = z.object({ request: broadcastInput, key: z.string().min(1).max(200) });
  return answered(ctx, schema, given, ({ request, key }) => send(ctx, request, { idempotencyKey: key }));
}

/** Schedules several as one: a countdown, or one that comes each week. */
export async function beginSeries(given: unknown): Promise<Answer<{ id: number }>> {
  const ctx = await signedInAdmin(page);
  const schema = z.object({ request: seriesInput, key: z.string().min(1).max(200) });
  return answered(ctx, schema, given, ({ request, key }) => startSeries(ctx, request, { idempotencyKey: key }));
}

/** Takes back all of a series that was not sent yet. */
export async function endSeries(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object(about), given, (input) => cancelSeries(ctx, input));
}

/** Puts another broadcast in the place of a scheduled one. */
export async function editBroadcast(given: unknown): Promise<Answer<{ id: number }>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object({ ...about, request: broadcastInput }), given, async ({ id, request }) => {
    await edit(ctx, { id, input: request });
    return { id };
  });
}

/** Takes back what was not sent yet. */
export async function cancelBroadcast(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object(about), given, (input) => cancel(ctx, input));
}

/** Rings again the labs that failed, and those whose outcome is unknown only if asked to. */
export async function retryBroadcast(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object({ ...about, unknown: z.boolean() }), given, async (input) => {
    await retry(ctx, input);
  });
}

/** Clears the history for every admin; inbox copies and what is at work stay. */
export async function clearHistory(given: unknown): Promise<Answer<{ cleared: number }>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.undefined(), given, () => clearSent(ctx));
}

/** Keeps a message for the next time. */
export async function keepMessage(given: unknown): Promise<Answer<{ id: number }>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, savedInput, given, (input) => saveMessage(ctx, input));
}

/** Notes that a saved message was used, so that it comes first the next time. */
export async function noteUse(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object(about), given, (input) => takeUpSaved(ctx, input));
}

/** Removes a saved message. */
export async function removeMessage(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object(about), given, (input) => removeSaved(ctx, input));
}
