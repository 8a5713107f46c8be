import type { Action } from "../http/answer.ts";

/** An Atom feed, as the list of one's own shows it. */
export interface ListedFeed {
  id: number;
  name: string;
  createdISO: string;
  lastReadISO: string | undefined;
}

/** Gives the whole address, which nobody sees again. */
export type MakeFeed = Action<{ name: string }, { address: string }>;
export type RevokeFeed = Action<{ id: number }>;
