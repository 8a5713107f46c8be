import { sql, type SQL } from "drizzle-orm";

/** What happened to an inbox, as its owner's other windows are told; without `origin`, to all of it. */
export interface Change {
  event: "read" | "cleared" | "reset";
  origin?: string | undefined;
  id?: number;
}

/** What a topic says: its first word, then what it is about. */
export type Topic =
  | { about: "feed"; feedId: number; head: number; origin?: string | undefined; audience?: string | undefined }
  | { about: "floor"; feedId: number; floor: number; audience: string }
  | { about: "inbox"; personId: number; version: number; change: Change }
  | { about: "audience"; audience: string }
  | { about: "rights"; personId: number }
  | { about: "account"; personId: number }
  | { about: "broadcast"; id: number };

/** A feed, perhaps a new one, has a new head. For a statement with the columns of `feed` at hand. */
export const feedTopic = sql`format('feed %s %s %s %s', id, head, origin, audience)`;

/** What lies at or below the floor of a feed is gone. For a statement with the columns of `feed` at hand. */
export const floorTopic = sql`format('floor %s %s %s', id, floor, audience)`;

/** An inbox has a new version. @param personId, version expressions of the announcing statement */
export const inboxTopic = (personId: SQL, version: SQL, change: Change): SQL =>
  sql`format('inbox %s %s %s', ${personId}, ${version}, ${JSON.stringify(change)}::text)`;

/** What a person may do has changed, or they signed out: their streams end, and ask for entry again. */
export const rightsTopic = (personId: number) => `rights ${personId}`;

/** What is known of a person has changed, such as their name; their streams go on. */
export const accountTopic = (personId: number) => `account ${personId}`;

/** The audience of an origin has ended, and all that was published under that: one announcement, however many saw it. */
export const audienceTopic = (audience: string) => `audience ${audience}`;

/** A broadcast has come further, or was changed. */
export const broadcastTopic = (id: number) => `broadcast ${id}`;

/** The same for each of several. @param id an expression of the announcing statement */
export const broadcastTopics = (id: SQL): SQL => sql`format('broadcast %s', ${id})`;

/** There are labs to ring that nobody has claimed: any instance may take a share. */
export const workTopic = "work";

/** An instance came or went, so that the others need not wait for their next look. */
export const instancesTopic = "instances";

/** An instance has tokens with which labs can be rung at once: the others let it take those first. */
export const warmTopic = (owner: string) => `warm ${owner}`;

/** Which instance said that; nothing for any other topic. */
export const warmOwner = (topic: string): string | undefined => /^warm (.+)$/s.exec(topic)?.[1];

/** Who holds permits of a limit that they do not need should give them back. */
export const recallTopic = (key: string) => `recall ${key}`;

/** Permits of a limit were given back. */
export const returnedTopic = (key: string) => `returned ${key}`;

/** Whether memories keep what the topic is about, so that it must be heard before it is acknowledged. */
export const isRemembered = (topic: string): boolean => /^(feed|floor|inbox|audience|rights|account) /.test(topic);

/** Reads one of those above that streams and memories have to do with. @returns nothing for any other */
export function readTopic(topic: string): Topic | undefined {
  const audience = /^audience (.+)$/s.exec(topic)?.[1];
  if (audience !== undefined) return { about: "audience", audience };
  const [, about, first, second, rest = ""] =
    /^(feed|floor|inbox|rights|account|broadcast) (\d+)(?: (\d+))?(?: (.+))?$/s.exec(topic) ?? [];
  const [subject, number] = [Number(first), Number(second)];
  switch (about) {
    case "feed": {
      const [, origin, ofAudience] = /^(\S+) (.+)$/s.exec(rest) ?? [];
      return { about, feedId: subject, head: number, origin, audience: ofAudience };
    }
    case "floor":
      return { about, feedId: subject, floor: number, audience: rest };
    case "inbox":
      return { about, personId: subject, version: number, change: JSON.parse(rest) as Change };
    case "rights":
    case "account":
      return { about, personId: subject };
    case "broadcast":
      return { about, id: subject };
    default:
      return undefined;
  }
}
