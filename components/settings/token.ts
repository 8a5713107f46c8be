import type { Action } from "../http/answer.ts";

/** A token, as the list of one's own shows it. */
export interface ListedToken {
  id: number;
  name: string;
  /** The secret's first characters. */
  prefix: string;
  scopes: readonly string[];
  /** From the server's environment: it can't be revoked here. */
  fixed: boolean;
  createdISO: string;
  lastUsedISO: string | undefined;
  expiresISO: string | undefined;
  expired: boolean;
}

/** A token as it is passed on to a list. */
export function listedToken(
  {
    createdAt,
    lastUsedAt,
    expiresAt,
    ...token
  }: Omit<ListedToken, "createdISO" | "lastUsedISO" | "expiresISO" | "expired"> & {
    createdAt: Date;
    lastUsedAt: Date | null;
    expiresAt: Date | null;
  },
  now: Date,
): ListedToken {
  return {
    ...token,
    createdISO: createdAt.toISOString(),
    lastUsedISO: lastUsedAt?.toISOString(),
    expiresISO: expiresAt?.toISOString(),
    expired: expiresAt !== null && expiresAt <= now,
  };
}

export interface TokenRequest {
  name: string;
  scopes: string[];
  /** How many days it lasts; left out: it does not end. */
  days: number | undefined;
}

export type MakeToken = Action<TokenRequest, { token: string }>;
export type RevokeToken = Action<{ id: number }>;
