import type { LabBehaviour } from "./mix.ts";

/** The body of one ingest POST as it came, not checked: a lab takes whatever it is sent. */
export interface NotificationBody {
  message?: unknown;
  type?: unknown;
  autoClose?: unknown;
  immediate?: unknown;
  actions?: unknown;
  data?: unknown;
}

/** One POST that reached a lab's address. */
export interface Arrival {
  /** Milliseconds since the epoch, when the whole request had been read. */
  at: number;
  /** The hub's id of the token (`a18`), `none`, or `unknown:` and the first digits of its hash. */
  tokenId: string;
  /** Null when it was no JSON object. */
  body: NotificationBody | null;
  /** What was answered; null while nothing was. */
  status: number | null;
  /** Whether the lab accepted it, so that its user sees it. */
  shown: boolean;
}

/** One server of one user. `server` is empty for the default one. */
export interface Lab {
  username: string;
  server: string;
  /** `alice/` or `alice/gpu`: how the hub's scopes name it. */
  key: string;
  /** The path the hub lists, escaped, with a slash at both ends. */
  url: string;
  behaviour: LabBehaviour;
  startedISO: string;
  /** How many GETs of the ingest address came. */
  probes: number;
  arrivals: Arrival[];
}

export interface HubUser {
  name: string;
  admin: boolean;
  groups: string[];
  /** What roles of theirs give beside what all users have. */
  scopes: string[];
  /** By server name. */
  labs: Map<string, Lab>;
}

export interface HubToken {
  id: string;
  /** Null: the service itself. */
  user: HubUser | null;
  scopes: string[];
  /** Milliseconds since the epoch; null: never. */
  expiresAt: number | null;
}

/** A code that was given out, and what it is good for. */
export interface OAuthGrant {
  user: HubUser;
  redirectUri: string;
  challenge: string | null;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** A lab was shown a token it must not see: not known to the hub, another lab's, the service's, or good for more than this lab. */
export interface Leak {
  at: number;
  lab: string;
  tokenId: string;
  kind: "unknown" | "other-lab" | "service" | "too-broad";
}

export interface FollowedRedirect {
  at: number;
  from: string;
  to: string;
}

/**
 * `down`: connections end without an answer, also at a lab, which can't ask whose a token is. `hung`: no answer, likewise.
 * `429`: every API call. `mint-refused`: tokens alone, 403.
 */
export const hubModes = ["up", "down", "hung", "429", "mint-refused"] as const;
export type HubMode = (typeof hubModes)[number];

export interface HubSettings {
  mode: HubMode;
  /** How long one token takes at least, in ms. */
  mintMs: number;
  /** Tokens made in a second by all requests together; 0: no limit. */
  mintsPerSecond: number;
  /** The scopes the service's role holds. */
  scopes: string[];
  /** Where signing in leads back to, as the service is registered; empty: signing in is off. */
  redirectUri: string;
  /** Names of users who are kept from the service. */
  kept: string[];
}

/** What of a user changes; one not known yet is made. */
export interface UserChange {
  username: string;
  admin?: boolean;
  groups?: string[];
  scopes?: string[];
  /** Deleted on the hub. */
  gone?: boolean;
}

export interface LabChange {
  username: string;
  /** Empty or left out: the default server. */
  server?: string;
  behaviour: LabBehaviour;
}

export interface LabCounts {
  username: string;
  server: string;
  behaviour: LabBehaviour;
  probes: number;
  arrivals: number;
  shown: number;
}

export interface HubSnapshot {
  hub: HubSettings;
  totals: { labs: number; probes: number; arrivals: number; shown: number };
  /** Requests for a page of users. */
  listings: number;
  minted: number;
  mintsInFlight: number;
  highestMintsInFlight: number;
  leaks: Leak[];
  redirectsFollowed: FollowedRedirect[];
  labs: LabCounts[];
}
