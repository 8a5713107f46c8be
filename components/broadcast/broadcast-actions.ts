import type { BroadcastRequest, SeriesRequest } from "#lib/broadcast/schema.ts";
import type { Action } from "../http/answer.ts";

interface About {
  id: number;
}

/** What the pages of broadcasts can ask the server to do. */
export interface BroadcastActions {
  /** @param key makes sending twice harmless: the first broadcast is given again for a repeated one */
  send: Action<{ request: BroadcastRequest; key: string }, About>;
  /** Schedules several as one. @param key as for one */
  startSeries: Action<{ request: SeriesRequest; key: string }, About>;
  /** Takes back all of a series that was not sent yet. */
  cancelSeries: Action<About>;
  /** Puts another broadcast in the place of a scheduled one. */
  edit: Action<About & { request: BroadcastRequest }, About>;
  /** Takes back what was not sent yet. */
  cancel: Action<About>;
  /** Rings again the labs that failed, and those whose outcome is unknown only if asked to. */
  retry: Action<About & { unknown: boolean }>;
  /** Clears the history for every admin; inbox copies and what is at work stay. */
  clearSent: Action<undefined, { cleared: number }>;
  /** Keeps a message for the next time; its words in braces are asked for then. */
  saveMessage: Action<Pick<BroadcastRequest, "message" | "variant" | "autoClose">, About>;
  /** Notes that a saved message was used, so that it comes first the next time. */
  takeUpSaved: Action<About>;
  removeSaved: Action<About>;
}
