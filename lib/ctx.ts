import type { Db } from "#db/client.ts";
import type { Log } from "#lib/log.ts";

/** What a caller may do: own inbox; publish (anywhere or to one origin); broadcast; administer. */
export type Scope = "notifications" | "publish" | `publish:${string}` | "broadcast" | "admin";

/** Who is asking. */
export interface Actor {
  personId: number;
  username: string;
  /** Who vouches for the name: `local`, `jupyterhub`, `github` or `oidc`. */
  provider: string;
  role: "admin" | "member";
  scopes: readonly Scope[];
  /** How they came: a browser's cookie, one of our tokens, or a token of the hub's. */
  via: "session" | "token" | "hub";
  /** Which token, for those who came with one: each has limits of its own. */
  credential?: string;
  /** When their session ends by itself, in ms since 1970. */
  untilMs?: number;
}

/** What every verb gets: where the data is, who asks, what time it is, where to log. */
export interface Ctx {
  db: Db;
  actor: Actor;
  now: () => Date;
  log: Log;
}

/** The context of work that nobody asked for at the door: jobs, start, sweeps. */
export type SystemCtx = Omit<Ctx, "actor">;

/** Whether the actor holds the scope; `publish` covers every `publish:ORIGIN`. */
export function can(actor: Actor, scope: Scope): boolean {
  if (actor.scopes.includes(scope)) return true;
  return scope.startsWith("publish:") && actor.scopes.includes("publish");
}
