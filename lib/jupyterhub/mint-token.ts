import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

/** Long enough for one request and a lab's check of it; the hub purges it afterwards. */
const expiresInS = 300;
/** The hub may round, and its answer is a moment old. */
const toleranceS = 60;

const minted = z.object({
  // Visible ASCII, so that it can't be more than the value of one header.
  token: z.string().regex(/^[!-~]{1,512}$/),
  expires_at: z.string(),
  scopes: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
});

/**
 * Has the hub make a token which is good at one server alone, for five minutes.
 * @throws BelfryError `hub-failed` when it would not, or made one that is good for more or for longer
 */
export async function mintToken(
  hub: Hub,
  { username, server }: { username: string; server: string },
  signal?: AbortSignal,
): Promise<string> {
  const scope = `access:servers!server=${username}/${server}`;
  const { status, json, message, date } = await askHub(hub, {
    method: "POST",
    path: `/users/${pathSegment(username)}/tokens`,
    body: { expires_in: expiresInS, note: "Belfry: one broadcast to one server", scopes: [scope] },
    signal,
  });
  if (status !== 201 && status !== 200) throw new BelfryError("hub-failed", whyNotMinted(status, username, message));
  const parsed = minted.safeParse(json);
  if (!parsed.success) throw new BelfryError("hub-failed", `The hub made no usable token for ${username}.`);
  const { token, expires_at: expiresAt, scopes, roles } = parsed.data;
  // The hub adds to every token the two that let it say whose it is. Hubs before 3.0 know no scopes here and give a
  // token with all the rights of its user.
  const expected = [scope, `read:users:name!user=${username}`, `read:users:groups!user=${username}`];
  if (
    (scopes && !(scopes.includes(scope) && scopes.every((each) => expected.includes(each)))) ||
    (roles && roles.length > 0)
  ) {
    throw new BelfryError(
      "hub-failed",
      `The hub's token for ${username} is not limited to one server, so it is not used. JupyterHub 3.0 or newer is needed.`,
    );
  }
  if (!expiresSoon(expiresAt, date)) {
    throw new BelfryError(
      "hub-failed",
      `The hub's token for ${username} does not expire in ${expiresInS} s, so it is not used.`,
    );
  }
  return token;
}

/** One segment of a path, whatever the name; no name can become two, or one that a proxy resolves. */
function pathSegment(name: string): string {
  if (name === "" || name === "." || name === ".." || !name.isWellFormed()) {
    throw new BelfryError("hub-failed", `${JSON.stringify(name)} is no name that a hub can be asked for.`);
  }
  return encodeURIComponent(name);
}

function whyNotMinted(status: number, username: string, message: string): string {
  const why = message && ` (${message})`;
  if (status === 401 || status === 403)
    return `The hub would make no token for ${username}: the service lacks the scope tokens, or there is no such user${why}.`;
  return `The hub would make no token for ${username}: it answered ${status}${why}.`;
}

/** By the hub's own clock, so that ours may differ. Without an offset the time is UTC. */
function expiresSoon(expiresAt: string, hubNow: Date): boolean {
  const utc = /(Z|[+-]\d\d:?\d\d)$/i.test(expiresAt) ? expiresAt : `${expiresAt}Z`;
  const leftS = (Date.parse(utc) - hubNow.getTime()) / 1000;
  return leftS > 0 && leftS <= expiresInS + toleranceS;
}
