"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { signedIn } from "#lib/auth/session.ts";
import { instance, requestCtx } from "#lib/instance.ts";
import { changeOutlet } from "#lib/outlets/change.ts";
import { makeOutlet } from "#lib/outlets/make.ts";
import { removeOutlet } from "#lib/outlets/remove.ts";
import { muteOutlets } from "#lib/outlets/mute.ts";
import { outletChange, outletInput, outletsMuted, type OutletKind } from "#lib/outlets/schema.ts";
import { sendTest } from "#lib/outlets/send-test.ts";
import { changed } from "../../answered.ts";

const page = "/settings/outlets";
const one = z.object({ id: z.int().positive() });

/** Makes an outlet. @returns the secret that it signs with, which nobody sees again */
export async function make(given: unknown): Promise<Answer<{ kind: OutletKind; secret?: string; host: string }>> {
  const ctx = await signedIn(page);
  return changed(ctx, outletInput, given, async (input) => {
    const { kind, host, secret } = await makeOutlet(requestCtx(instance(), ctx.actor), input);
    return { kind, host, ...(secret !== undefined && { secret }) };
  });
}

/** Sends a test, and says what came of it. */
export async function test(given: unknown): Promise<Answer<{ ok: boolean; reason?: string }>> {
  const ctx = await signedIn(page);
  return changed(ctx, one, given, (input) => sendTest(requestCtx(instance(), ctx.actor), input));
}

/** Has one pause, or try again. */
export async function rest(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, one.extend({ resting: z.boolean() }), given, (input) => changeOutlet(ctx, input));
}

/** Changes what one sends, and when. */
export async function edit(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, one.extend({ change: outletChange }), given, ({ id, change }) =>
    changeOutlet(ctx, { id, ...change }),
  );
}

/** Has none of them send anything until a time, or lets them again. */
export async function mute(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, outletsMuted, given, (input) => muteOutlets(ctx, input));
}

/** Deletes one. */
export async function remove(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, one, given, (input) => removeOutlet(ctx, input));
}
