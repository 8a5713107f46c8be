"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { signedInAdmin } from "#lib/auth/session.ts";
import { instance, requestCtx } from "#lib/instance.ts";
import { changeOutlet } from "#lib/outlets/change.ts";
import { makeOutlet } from "#lib/outlets/make.ts";
import { removeOutlet } from "#lib/outlets/remove.ts";
import { originOutletInput, outletChange, type OutletKind } from "#lib/outlets/schema.ts";
import { sendTest } from "#lib/outlets/send-test.ts";
import { changed } from "../../answered.ts";

// The page binds each to its origin; one that is none has no outlets.
const page = "/admin/origins";
const one = z.object({ id: z.int().positive() });

/** Makes an outlet of an origin. @returns the secret that it signs with, which nobody sees again */
export async function make(
  name: unknown,
  given: unknown,
): Promise<Answer<{ kind: OutletKind; secret?: string; host: string }>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, originOutletInput, given, async (input) => {
    const asked = { ...input, origin: String(name) };
    const { kind, host, secret } = await makeOutlet(requestCtx(instance(), ctx.actor), asked);
    return { kind, host, ...(secret !== undefined && { secret }) };
  });
}

/** Sends a test, and says what came of it. */
export async function test(name: unknown, given: unknown): Promise<Answer<{ ok: boolean; reason?: string }>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, one, given, ({ id }) =>
    sendTest(requestCtx(instance(), ctx.actor), { id, origin: String(name) }),
  );
}

/** Has one pause, or try again. */
export async function rest(name: unknown, given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, one.extend({ resting: z.boolean() }), given, (input) =>
    changeOutlet(ctx, { ...input, origin: String(name) }),
  );
}

/** Changes what one sends, and when. */
export async function edit(name: unknown, given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, one.extend({ change: outletChange }), given, ({ id, change }) =>
    changeOutlet(ctx, { ...change, id, origin: String(name) }),
  );
}

/** Deletes one. */
export async function remove(name: unknown, given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, one, given, ({ id }) => removeOutlet(ctx, { id, origin: String(name) }));
}
