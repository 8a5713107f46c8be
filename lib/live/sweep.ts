import { recentBroadcasts } from "#lib/broadcast/progress.ts";
import { handOut } from "./hand-out.ts";
import { allStreams, type Line } from "./line.ts";
import { feedsOfAudiences } from "./load-feeds.ts";
import { loadVersions } from "./load-people.ts";
import type { Topic } from "#lib/bus/topics.ts";
import { tellProgress } from "./progress.ts";
import { refresh } from "./refresh.ts";

/**
 * Finds what was announced in vain. Heads are looked up before people: whoever left an origin before something was
 * published there is known to have left when it is handed out.
 */
export async function sweep(line: Line): Promise<void> {
  const { roster, db } = line;
  if (roster.listeners.size === 0) return;
  const feeds = await feedsOfAudiences(db, [...roster.audiences.keys()]);
  const people = await loadVersions(db, [...roster.listeners.keys()]);
  const changed = [...roster.listeners.values()].filter(({ personId, version, sessionVersion, audiences }) => {
    const now = people.get(personId);
    return now?.version !== version || now.sessionVersion !== sessionVersion || now.audiences !== audiences.size;
  });
  await refresh(
    line,
    changed.map(({ personId }) => personId),
  );
  await handOut(
    line,
    feeds.map(({ id, head }): Topic => ({ about: "feed", feedId: id, head })),
  );
  const recent = await recentBroadcasts(db);
  await tellProgress(line, recent);
  for (const id of line.progress.keys()) if (!recent.includes(id)) line.progress.delete(id);
}

/** Ends streams whose token was revoked or has expired. One that can't be asked about stays for now. */
export async function endInvalid(line: Line): Promise<void> {
  for (const stream of allStreams(line)) {
    try {
      if (stream.stillValid && !(await stream.stillValid())) stream.end();
    } catch (error) {
      line.log.warn({ err: error }, "a stream's token could not be checked");
    }
  }
}
