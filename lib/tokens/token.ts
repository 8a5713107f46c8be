import { apiToken } from "#db/schema/index.ts";
import type { Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/** A token as its owner sees it in a list: everything but the secret. */
export interface Token {
  id: number;
  name: string;
  /** The secret's first characters. */
  prefix: string;
  scopes: string[];
  /** From `ADMIN_TOKEN`: it ends when that is no longer set, and not before. */
  fixed: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
}

/** The columns of {@link Token}. */
export const tokenColumns = {
  id: apiToken.id,
  name: apiToken.name,
  prefix: apiToken.prefix,
  scopes: apiToken.scopes,
  fixed: apiToken.fixed,
  createdAt: apiToken.createdAt,
  expiresAt: apiToken.expiresAt,
  lastUsedAt: apiToken.lastUsedAt,
};

/**
 * Tokens are looked after in a browser, or by a program that may administer: one that leaked can't make itself a
 * successor, or end the others.
 * @throws BelfryError `forbidden`
 */
export function requireKeeper(actor: Actor): void {
  if (actor.via === "session" || actor.scopes.includes("admin")) return;
  throw new BelfryError("forbidden", "Tokens are made and revoked in a browser, or with a token of the scope admin.");
}
