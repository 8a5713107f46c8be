import { sql, type SQL } from "drizzle-orm";

/** What happened to an inbox, as its owner's other windows are told; without `origin`, to all of it. */
export interface Change {
  event: "read" | "cleared" | "reset";
  origin?: string | undefined;
  id?: number;
}

/** What a topic says: its first word, then what it is about. */
export type Topic =
  | { about: "feed"; feedId: number; head: number }
  | { about: "inbox"; personId: number; version: number; change: Change }
  | { about: "audience"; audience: string }
  | { about: "rights"; personId: number }
  | { about: "broadcast"; id: number };

/** A feed has a new head. @param id, head expressions of the announcing statement */
export const feedTopic = (id: SQL, head: SQL): SQL => sql`format('feed %s %s', ${id}, ${head})`;

/** An inbox has a new version. @param personId, version expressions of the announcing statement */
export const inboxTopic = (personId: SQL, version: SQL, change: Change): SQL =>
  sql`format('inbox %s %s %s', ${personId}, ${version}, ${JSON.stringify(change)}::text)`;

/** What a person may do has changed, or they signed out: their streams end, and ask for entry again. */
export const rightsTopic = (personId: number) => `rights ${personId}`;

/** An audience has ended: one announcement, however many belonged to it. */
export const audienceTopic = (audience: string) => `audience ${audience}`;

/** A broadcast has come further, or was changed. */
export const broadcastTopic = (id: number) => `broadcast ${id}`;

/** The same for each of several. @param id an expression of the announcing statement */
export const broadcastTopics = (id: SQL): SQL => sql`format('broadcast %s', ${id})`;

/** There are labs to ring that nobody has claimed: any instance may take a share. */
export const workTopic = "work";

/** An instance came or went, so that the others need not wait for their next look. */
export const instancesTopic = "instances";

/** Reads one of those above that streams have to do with. @returns nothing for any other */
export function readTopic(topic: string): Topic | undefined {
  const audience = /^audience (.+)$/.exec(topic)?.[1];
  if (audience !== undefined) return { about: "audience", audience };
  const [, about, first, second, rest] =
    /^(feed|inbox|rights|broadcast) (\d+)(?: (\d+))?(?: (.+))?$/s.exec(topic) ?? [];
  const [subject, number] = [Number(first), Number(second)];
  if (about === "feed") return { about, feedId: subject, head: number };
  if (about === "inbox") return { about, personId: subject, version: number, change: JSON.parse(rest ?? "") as Change };
  if (about === "rights") return { about, personId: subject };
  if (about === "broadcast") return { about, id: subject };
  return undefined;
}
