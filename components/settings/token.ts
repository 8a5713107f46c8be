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

export interface TokenRequest {
  name: string;
  scopes: string[];
  /** How many days it lasts; left out: it does not end. */
  days: number | undefined;
}

export type MakeToken = Action<TokenRequest, { token: string }>;
export type RevokeToken = Action<{ id: number }>;
