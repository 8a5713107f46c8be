import { PerMinute } from "./per-minute.ts";

/** What an instance counts in memory of who comes to it. */
export interface Visits {
  /** By network: requests of those who do not say who they are, or not rightly. */
  strangers: PerMinute;
  /** By person: requests that come with a session, far more than pages ever make. */
  people: PerMinute;
}

/** Of each person's browsers, on each instance. */
export const sessionRequestsAMinute = 20_000;

export const countVisits = (): Visits => ({
  strangers: new PerMinute(
    6000,
    "Too many requests from this address without a valid sign-in or token. Try again later.",
  ),
  people: new PerMinute(sessionRequestsAMinute, "Too many requests in your name. Try again later."),
});
