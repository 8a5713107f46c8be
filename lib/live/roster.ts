import type { LoadedPerson } from "./load-people.ts";
import type { Stream } from "./stream.ts";

/** A feed that somebody here listens to. `head` is the last one handed out to the streams. */
export interface Feed {
  readonly id: number;
  head: number;
}

/** A person with open streams. */
export interface Listener {
  readonly personId: number;
  /** Of the session's rights; when it moves on, they have changed. */
  sessionVersion: number;
  /** Of their inbox, as far as their streams were told. */
  version: number;
  audiences: ReadonlySet<string>;
  readonly streams: Set<Stream>;
  /** By rising id; made anew when a feed is born or an audience comes or goes. */
  feeds: readonly Feed[] | undefined;
}

interface Audience {
  readonly listeners: Set<Listener>;
  readonly feeds: Feed[];
}

/** Who listens here, to which audiences, and which feeds those have. It forgets what nobody listens to. */
export class Roster {
  readonly listeners = new Map<number, Listener>();
  readonly audiences = new Map<string, Audience>();
  readonly feeds = new Map<number, Feed & { readonly audience: string }>();

  /**
   * Takes a person in, or brings what is known of them up to date. Feeds of an audience that is new here start at
   * their present head; those of one that others listen to, at 0 if they are new: the announcement is on its way.
   */
  admit(person: LoadedPerson): Listener {
    const { personId, version, sessionVersion } = person;
    const listener = this.listeners.get(personId) ?? {
      personId,
      version,
      sessionVersion,
      audiences: new Set(),
      streams: new Set(),
      feeds: undefined,
    };
    this.listeners.set(personId, listener);
    const before = listener.audiences;
    listener.version = version;
    listener.sessionVersion = sessionVersion;
    listener.audiences = new Set(person.audiences);
    listener.feeds = undefined;
    const fresh = new Set<string>();
    for (const name of listener.audiences) {
      const audience = this.audiences.get(name) ?? { listeners: new Set(), feeds: [] };
      if (!this.audiences.has(name)) fresh.add(name);
      this.audiences.set(name, audience);
      audience.listeners.add(listener);
    }
    for (const name of before.difference(listener.audiences)) this.leaveAudience(listener, name);
    for (const { id, audience, head } of person.feeds)
      this.bear({ id, audience, head: fresh.has(audience) ? head : 0 });
    return listener;
  }

  /** Takes in a feed, unless it is known or nobody listens to its audience. */
  bear({ id, audience: name, head }: { id: number; audience: string; head: number }): void {
    const audience = this.audiences.get(name);
    if (!audience || this.feeds.has(id)) return;
    const feed = { id, audience: name, head };
    this.feeds.set(id, feed);
    audience.feeds.push(feed);
    for (const listener of audience.listeners) listener.feeds = undefined;
  }

  /** Forgets a person whose last stream has ended. */
  leave(listener: Listener): void {
    if (this.listeners.get(listener.personId) !== listener) return;
    this.listeners.delete(listener.personId);
    for (const name of listener.audiences) this.leaveAudience(listener, name);
  }

  /** Those who see a feed. */
  audienceOf(feedId: number): Iterable<Listener> {
    const feed = this.feeds.get(feedId);
    return (feed && this.audiences.get(feed.audience)?.listeners) ?? [];
  }

  /** The feeds a person sees, by rising id. */
  feedsOf(listener: Listener): readonly Feed[] {
    listener.feeds ??= [...listener.audiences]
      .flatMap((name) => this.audiences.get(name)?.feeds ?? [])
      .sort((a, b) => a.id - b.id);
    return listener.feeds;
  }

  private leaveAudience(listener: Listener, name: string): void {
    const audience = this.audiences.get(name);
    if (!audience?.listeners.delete(listener) || audience.listeners.size > 0) return;
    this.audiences.delete(name);
    for (const { id } of audience.feeds) this.feeds.delete(id);
  }
}
