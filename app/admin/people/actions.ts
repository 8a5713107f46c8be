"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { signedInAdmin } from "#lib/auth/session.ts";
import { addPerson } from "#lib/origins/add-person.ts";
import { joinAwaited } from "#lib/origins/take-in.ts";
import { disable } from "#lib/people/disable.ts";
import { enable } from "#lib/people/enable.ts";
import { rename } from "#lib/people/rename.ts";
import { resetPassword } from "#lib/people/reset-password.ts";
import { newPassword, role, username } from "#lib/people/schema.ts";
import { setRole } from "#lib/people/set-role.ts";
import { revokeTokenOf as revokeOf } from "#lib/tokens/revoke-of.ts";
import { changed } from "../../answered.ts";

const page = "/admin/people";
const about = { personId: z.int().positive() };
const password = newPassword.optional();

/** Makes a local account. @returns the password, if it was made up */
export async function createAccount(given: unknown): Promise<Answer<{ password: string | undefined }>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ username, role, password }), given, async (input) => ({
    password: (await addPerson(ctx, input)).password,
  }));
}

/** Makes somebody an admin or a member. */
export async function changeRole(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ ...about, role }), given, (input) => setRole(ctx, input));
}

/** Keeps somebody out. */
export async function disableAccount(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object(about), given, (input) => disable(ctx, input));
}

/** Lets somebody in again. */
export async function enableAccount(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object(about), given, (input) => enable(ctx, input));
}

/** Gives an account another name. */
export async function renameAccount(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ ...about, username }), given, async (input) => {
    await rename(ctx, input);
    // The name may be one that is waited for.
    await joinAwaited(ctx, input);
  });
}

/** Gives another local account a password. @returns it, if it was made up */
export async function setPassword(given: unknown): Promise<Answer<{ password: string | undefined }>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ ...about, password }), given, async (input) => ({
    password: await resetPassword(ctx, input),
  }));
}

/** Ends a token of somebody's. */
export async function revokeTokenOf(username: string, given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ id: z.int().positive() }), given, ({ id }) =>
    revokeOf(ctx, { username: z.string().parse(username), id }),
  );
}
