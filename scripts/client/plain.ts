import { plain, sentence } from "#lib/inbox/sentence.ts";
import type { Notification } from "#lib/inbox/schema.ts";

/** Text that others wrote, for a terminal: what would move its cursor, change its colours or turn its lines around is taken out. */
export function shown(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}

const two = (number: number) => String(number).padStart(2, "0");

/** Local time, to the minute. */
function moment(timestampMs: number): string {
  const at = new Date(timestampMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A notification in a line: whether it is unread, when, how grave, where, and what. */
export function line(notification: Notification): string {
  const { timestamp, category, origin, id, read } = notification;
  const said = sentence(notification);
  const more = said.meta.length > 0 ? `  (${said.meta.join(", ")})` : "";
  return `${read ? " " : "●"} ${moment(timestamp)}  ${category.padEnd(7)}  ${origin}/${id}  ${shown(plain(said) + more)}`;
}
