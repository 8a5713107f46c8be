import type { Change } from "#lib/inbox/change.ts";

/** An announcement that streams have to do with. */
export type Notice =
  | { about: "feed"; feedId: number; head: number }
  | { about: "inbox"; personId: number; version: number; change: Change }
  | { about: "audience"; audience: string }
  | { about: "rights"; personId: number }
  | { about: "broadcast"; id: number };

/** Announced when what a person may do has changed or they signed out: their streams end, and ask for entry again. */
export const rightsTopic = (personId: number) => `rights ${personId}`;

/** Announced when an audience has ended: one announcement, however many belonged to it. */
export const audienceTopic = (audience: string) => `audience ${audience}`;

/** @returns nothing for a topic that is about something else */
export function readNotice(topic: string): Notice | undefined {
  const audience = /^audience (.+)$/.exec(topic)?.[1];
  if (audience !== undefined) return { about: "audience", audience };
  const [, about, first, second, rest] =
    /^(feed|inbox|rights|broadcast)[ :](\d+)(?: (\d+))?(?: (.+))?$/s.exec(topic) ?? [];
  const [subject, number] = [Number(first), Number(second)];
  if (about === "feed") return { about, feedId: subject, head: number };
  if (about === "inbox") return { about, personId: subject, version: number, change: JSON.parse(rest ?? "") as Change };
  if (about === "rights") return { about, personId: subject };
  if (about === "broadcast") return { about, id: subject };
  return undefined;
}
