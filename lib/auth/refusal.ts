import { decode, encode } from "next-auth/jwt";
import { z } from "zod";

/** Why somebody was not signed in, in words for them. */
export interface Refusal {
  title: string;
  detail: string;
}

const refusal = z.object({ title: z.string(), detail: z.string() });
const salt = "belfry-refusal";

/** A refusal as part of an address: sealed, so that no link makes our page say what others wrote. */
export function sealRefusal(secret: string, { title, detail }: Refusal): Promise<string> {
  return encode({ token: { title, detail }, secret, salt, maxAge: 3600 });
}

/** The refusal in an address; nothing for one that is not ours or an hour old. */
export async function openRefusal(secret: string, sealed: string): Promise<Refusal | undefined> {
  // What can't be opened was not sealed here.
  const opened: unknown = await decode({ token: sealed, secret, salt }).catch(() => undefined);
  return refusal.safeParse(opened).data;
}

/** The provider, called by its name, knows who they are and won't have them here, or they turned back there. */
export const deniedBy = (name: string): Refusal => ({
  title: `You were not let in by ${name}`,
  detail: "Either your account there may not use Belfry, or you turned back. An admin there can let you in.",
});

/** The provider does not answer, or fails. */
export const unreachable = (name: string): Refusal => ({
  title: `Signing in with ${name} does not work now`,
  detail: "It did not answer as it should. Try again in a few minutes; if it goes on, tell an admin.",
});

/** The provider does not know Belfry by the id and secret it was given. */
export const misconfigured = (name: string): Refusal => ({
  title: `Signing in with ${name} is not set up right`,
  detail:
    "It does not accept Belfry's own id or secret, or the address it leads back to. Tell an admin: the server's log says more.",
});

/** What came back fits nothing that this browser began lately. */
export const stale = (name: string): Refusal => ({
  title: `Signing in with ${name} was interrupted`,
  detail: "It was begun too long ago, in another window, or its answer came twice. Begin again.",
});

/** The provider told no name that could be a username. */
export const nameless = (name: string): Refusal => ({
  title: `Signing in with ${name} told no name`,
  detail: "Belfry needs a username for you of at most 254 characters. An admin can have the provider send one.",
});

/** The account, or its name, stands in the way; `detail` says how. */
export const notAdmitted = (name: string, detail: string): Refusal => ({
  title: `You can't sign in with ${name}`,
  detail,
});

/** Something broke here. */
export const failed = (name: string): Refusal => ({
  title: `Signing in with ${name} failed`,
  detail: "Something went wrong on our side. It is in the server's log.",
});
