"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { renewSession } from "#lib/auth/renew-session.ts";
import { signedIn } from "#lib/auth/session.ts";
import { mute } from "#lib/inbox/mute.ts";
import { originName } from "#lib/inbox/schema.ts";
import { instance } from "#lib/instance.ts";
import { changePassword as change } from "#lib/people/change-password.ts";
import { makeFeed as makeSecret } from "#lib/notices/feeds/make.ts";
import { revokeFeed as endFeed } from "#lib/notices/feeds/revoke.ts";
import { feedInput } from "#lib/notices/feeds/schema.ts";
import { newPassword } from "#lib/people/schema.ts";
import { createToken } from "#lib/tokens/create.ts";
import { revokeToken as revoke } from "#lib/tokens/revoke.ts";
import { tokenInput } from "#lib/tokens/schema.ts";
import { changed } from "../answered.ts";
import { publicAddress } from "../public-address.ts";

const page = "/settings";
const dayMs = 24 * 3600 * 1000;
const tokenRequest = tokenInput.omit({ expiresAt: true }).extend({ days: z.int().min(1).max(3650).optional() });

/** Makes a token for whoever is signed in. @returns its secret, which nobody sees again */
export async function makeToken(given: unknown): Promise<Answer<{ token: string }>> {
  const ctx = await signedIn(page);
  return changed(ctx, tokenRequest, given, async ({ days, ...asked }) => {
    const expiresAt = days === undefined ? null : new Date(ctx.now().getTime() + days * dayMs);
    const { token } = await createToken(ctx, { ...asked, expiresAt });
    return { token };
  });
}

/** Ends one of their tokens. */
export async function revokeToken(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, z.object({ id: z.int().positive() }), given, (input) => revoke(ctx, input));
}

/** Makes an Atom feed of their inbox. @returns its address, which nobody sees again */
export async function makeFeed(given: unknown): Promise<Answer<{ address: string }>> {
  const ctx = await signedIn(page);
  return changed(ctx, feedInput, given, async (input) => {
    const { secret } = await makeSecret(ctx, input);
    return { address: `${await publicAddress()}/feeds/${secret}.atom` };
  });
}

/** Ends one of their feeds. */
export async function revokeFeed(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, z.object({ id: z.int().positive() }), given, (input) => endFeed(ctx, input));
}

/** Folds an origin away on their pages, or ends that. */
export async function setMuted(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(ctx, z.object({ origin: originName, muted: z.boolean() }), given, (input) => mute(ctx, input));
}

/** Changes their password. All their sessions end; this browser gets a new one. */
export async function changePassword(given: unknown): Promise<Answer<void>> {
  const ctx = await signedIn(page);
  return changed(
    ctx,
    z.object({ current: z.string().min(1, "must not be empty").max(1000), password: newPassword }),
    given,
    async (input) => {
      await renewSession(instance(), await change(ctx, input));
    },
  );
}
