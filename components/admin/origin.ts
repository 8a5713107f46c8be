import type { Action } from "../http/answer.ts";

/** An origin, as the list of them shows it. */
export interface ListedOrigin {
  name: string;
  members: number;
  createdISO: string;
  /** Whether an outlet of it failed for so long that it rests. */
  givenUp: boolean;
}

/** Somebody who belongs to an origin, and who says so. */
export interface ListedMember {
  username: string;
  sources: readonly ("admin" | "hub" | "oidc")[];
  sinceISO: string;
}

export type RegisterOrigin = Action<{ name: string }, boolean>;
export type DeleteOrigin = Action<{ name: string }>;
/** Says whether it waits for their first sign-in. */
export type JoinMember = Action<{ origin: string; username: string }, { waits: boolean }>;
export type ChangeMember = Action<{ origin: string; username: string }>;
/** Names of people who could become members of an origin, for a part of one. */
export type SuggestMembers = Action<{ origin: string; find: string }, string[]>;
