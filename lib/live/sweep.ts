import { recentBroadcasts } from "#lib/broadcast/progress.ts";
import { dispatch } from "./dispatch.ts";
import { allStreams, type Hub } from "./hub.ts";
import { feedsOf } from "#lib/inbox/feeds-of.ts";
import { loadVersions } from "./load-people.ts";
import type { Topic } from "#lib/bus/topics.ts";
import { emitProgress } from "./emit-progress.ts";
import { refresh } from "./refresh.ts";

/**
 * Finds what was announced in vain. Heads are looked up before people: whoever left an origin before something was
 * published there is known to have left when it is dispatched.
 */
export async function sweep(hub: Hub): Promise<void> {
  const { subscribers, db } = hub;
  if (subscribers.people.size === 0) return;
  const feeds = await feedsOf(db, [...subscribers.audiences.keys()]);
  const people = await loadVersions(db, [...subscribers.people.keys()]);
  const changed = [...subscribers.people.values()].filter(({ personId, version, sessionVersion, audiences }) => {
    const now = people.get(personId);
    return now?.version !== version || now.sessionVersion !== sessionVersion || now.audiences !== audiences.size;
  });
  await refresh(
    hub,
    changed.map(({ personId }) => personId),
  );
  await dispatch(
    hub,
    feeds.map(({ id, head, audience }): Topic => ({ about: "feed", feedId: id, head, audience })),
  );
  const recent = await recentBroadcasts(db);
  await emitProgress(hub, recent);
  for (const id of hub.progress.keys()) if (!recent.includes(id)) hub.progress.delete(id);
}

/** Ends streams whose token was revoked or has expired. One that can't be asked about stays for now. */
export async function endInvalid(hub: Hub): Promise<void> {
  for (const stream of allStreams(hub)) {
    try {
      if (stream.stillValid && !(await stream.stillValid())) stream.end();
    } catch (error) {
      hub.log.warn({ err: error }, "a stream's token could not be checked");
    }
  }
}
