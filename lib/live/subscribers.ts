import { LRUCache } from "lru-cache";
import type { LoadedPerson } from "./load-people.ts";
import type { Stream } from "./stream.ts";

/** A feed that somebody here is subscribed to. `head` is the last one dispatched to the streams. */
export interface Feed {
  readonly id: number;
  head: number;
}

/** A person with open streams. */
export interface Subscriber {
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
  readonly subscribers: Set<Subscriber>;
  readonly feeds: Feed[];
}

/** As many as that are worth a few megabytes. */
const mostLists = 10_000;

/** Who is subscribed here, to which audiences, and which feeds those have. It forgets what nobody is subscribed to. */
export class Subscribers {
  readonly people = new Map<number, Subscriber>();
  readonly audiences = new Map<string, Audience>();
  readonly feeds = new Map<number, Feed & { readonly audience: string }>();
  /** Lists of feeds by their ids, so that whoever sees the same has the same list. */
  readonly #lists = new LRUCache<string, readonly Feed[]>({ max: mostLists });

  /**
   * Adds a person, or brings what is known of them up to date. Feeds of an audience that is new here start at
   * their present head; those of one that others are subscribed to, at 0 if they are new: the announcement is on its way.
   */
  add(person: LoadedPerson): Subscriber {
    const { personId, version, sessionVersion } = person;
    const subscriber = this.people.get(personId) ?? {
      personId,
      version,
      sessionVersion,
      audiences: new Set(),
      streams: new Set(),
      feeds: undefined,
    };
    this.people.set(personId, subscriber);
    const before = subscriber.audiences;
    subscriber.version = version;
    subscriber.sessionVersion = sessionVersion;
    subscriber.audiences = new Set(person.audiences);
    subscriber.feeds = undefined;
    const fresh = new Set<string>();
    for (const name of subscriber.audiences) {
      const audience = this.audiences.get(name) ?? { subscribers: new Set(), feeds: [] };
      if (!this.audiences.has(name)) fresh.add(name);
      this.audiences.set(name, audience);
      audience.subscribers.add(subscriber);
    }
    for (const name of before.difference(subscriber.audiences)) this.leaveAudience(subscriber, name);
    for (const { id, audience, head } of person.feeds)
      this.addFeed({ id, audience, head: fresh.has(audience) ? head : 0 });
    return subscriber;
  }

  /** Adds a feed, unless it is known or nobody is subscribed to its audience. */
  addFeed({ id, audience: name, head }: { id: number; audience: string; head: number }): void {
    const audience = this.audiences.get(name);
    if (!audience || this.feeds.has(id)) return;
    const feed = { id, audience: name, head };
    this.feeds.set(id, feed);
    audience.feeds.push(feed);
    for (const subscriber of audience.subscribers) subscriber.feeds = undefined;
  }

  /** Forgets a person whose last stream has ended. */
  remove(subscriber: Subscriber): void {
    if (this.people.get(subscriber.personId) !== subscriber) return;
    this.people.delete(subscriber.personId);
    for (const name of subscriber.audiences) this.leaveAudience(subscriber, name);
  }

  /** Those who see a feed. */
  of(feedId: number): Iterable<Subscriber> {
    const feed = this.feeds.get(feedId);
    return (feed && this.audiences.get(feed.audience)?.subscribers) ?? [];
  }

  /** The feeds a person sees, by rising id. Those who see the same mostly have one list. */
  feedsOf(subscriber: Subscriber): readonly Feed[] {
    subscriber.feeds ??= this.#shared(
      [...subscriber.audiences].flatMap((name) => this.audiences.get(name)?.feeds ?? []).sort((a, b) => a.id - b.id),
    );
    return subscriber.feeds;
  }

  #shared(feeds: readonly Feed[]): readonly Feed[] {
    const key = feeds.map(({ id }) => id).join();
    const known = this.#lists.get(key);
    // A feed that was forgotten and came back is another object, with another head.
    if (known && feeds.every((feed, at) => feed === known[at])) return known;
    this.#lists.set(key, feeds);
    return feeds;
  }

  /** Where a stream stands, feed by feed. */
  position(subscriber: Subscriber, { above }: Pick<Stream, "above">): [feedId: number, head: number][] {
    return this.feedsOf(subscriber).map(({ id, head }) => [id, Math.max(head, above?.get(id) ?? 0)]);
  }

  private leaveAudience(subscriber: Subscriber, name: string): void {
    const audience = this.audiences.get(name);
    if (!audience?.subscribers.delete(subscriber) || audience.subscribers.size > 0) return;
    this.audiences.delete(name);
    for (const { id } of audience.feeds) this.feeds.delete(id);
  }
}
