"use server";

import { z } from "zod";
import type { Answer } from "#components/http/answer.ts";
import { signedInAdmin } from "#lib/auth/session.ts";
import { originName } from "#lib/inbox/schema.ts";
import { makeInlet as makeOne } from "#lib/inlets/make.ts";
import { removeInlet as removeOne } from "#lib/inlets/remove.ts";
import { inletInput } from "#lib/inlets/schema.ts";
import { instance } from "#lib/instance.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeMember } from "#lib/origins/remove-member.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { linksInput } from "#lib/origins/schema.ts";
import { setLinks } from "#lib/origins/set-links.ts";
import { username } from "#lib/people/schema.ts";
import { suggestPeople } from "#lib/people/suggest-people.ts";
import { answered, changed } from "../../answered.ts";
import { publicAddress } from "../../public-address.ts";

const page = "/admin/origins";
const membership = z.object({ origin: originName, username });

/** Registers an origin, and says whether it is new. */
export async function register(given: unknown): Promise<Answer<boolean>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ name: z.string().trim().pipe(originName) }), given, (input) =>
    registerOrigin(ctx, input),
  );
}

/** Gives an origin its links. */
export async function links(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ name: originName, links: linksInput }), given, (input) => setLinks(ctx, input));
}

/** Deletes an origin, with its memberships and all that was published under it. The page it is asked from is gone then. */
export async function remove(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object({ name: originName }), given, (input) => removeOrigin(ctx, input));
}

/** Makes somebody a member, now or from their first sign-in on. */
export async function join(given: unknown): Promise<Answer<{ waits: boolean }>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, membership, given, (input) => addMember(ctx, input));
}

/** Ends somebody's membership. */
export async function leave(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, membership, given, (input) => removeMember(ctx, input));
}

/** Makes an inlet. @returns its address, and its secret, which nobody sees again */
export async function makeInlet(given: unknown): Promise<Answer<{ name: string; address: string; secret: string }>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ origin: originName, inlet: inletInput }), given, async ({ origin, inlet }) => {
    const { id, name, secret } = await makeOne({ ...ctx, authSecret: instance().authSecret }, { origin, ...inlet });
    return { name, secret, address: `${await publicAddress()}/hooks/${id}` };
  });
}

/** Deletes an inlet. */
export async function removeInlet(given: unknown): Promise<Answer<void>> {
  const ctx = await signedInAdmin(page);
  return changed(ctx, z.object({ origin: originName, id: z.int().positive() }), given, (input) =>
    removeOne(ctx, input),
  );
}

/** Names of people who could become members, for a part of one. */
export async function suggest(given: unknown): Promise<Answer<string[]>> {
  const ctx = await signedInAdmin(page);
  return answered(ctx, z.object({ origin: originName, find: z.string().max(254) }), given, (input) =>
    suggestPeople(ctx, input),
  );
}
