import type { Stored } from "#lib/bus/committed.ts";
import type { Notification } from "./schema.ts";

/**
 * One notification to store. Several audiences get a copy each, under one id.
 * @see docs/decisions/0011-copies-share-an-id.md
 */
export interface NewEntry {
  audience: string | readonly string[];
  origin: string;
  type: string;
  category: "info" | "success" | "warning" | "error";
  data: Record<string, unknown>;
  /** When it happened, by the publisher's word. */
  shownAt: Date;
}

/** What has to hold for entries to be stored: an origin that somebody registered, and who has to belong to it, if anybody. */
export interface Requirement {
  origin: string;
  member?: number | undefined;
}

/** As lists show it to whoever has done nothing with it. */
export const shown = ({ type, category, origin, data, shownAt }: NewEntry, id: number): Notification => ({
  ...{ id, timestamp: shownAt.getTime(), type, category, origin, data },
  read: false,
});

/** By itself, so that it keeps nothing else of what came with it in memory. */
export const stored = (feedId: number, seq: number, notification: Notification): Stored => ({
  ...{ feedId, seq, id: notification.id },
  text: () => JSON.stringify(notification),
});
