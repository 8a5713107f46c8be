import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import type { Followed } from "#lib/bus/committed.ts";
import { Memory } from "#lib/bus/memory.ts";
import { perBus } from "#lib/bus/per-bus.ts";
import { readTopic, type Topic } from "#lib/bus/topics.ts";
import { feedsOf, type StandingFeed } from "./feeds-of.ts";
import { fingerprintOf } from "./inbox-state.ts";
import { audiences } from "./mine.ts";

/** A person as their inbox is read: at which version, of which audiences. */
interface Reader {
  version: number;
  audiences: readonly string[];
  /** What was made of it last. */
  printed?: { version: number; moved: number; text: string };
}

/** The feeds of an audience, and when one of them last moved, by a count that all share. */
interface Standing {
  moved: number;
  feeds: Map<number, StandingFeed>;
}

/** At half a kilobyte each, some ten megabytes of people and as much of audiences. */
const most = 20_000;

/**
 * Heads of feeds and versions of inboxes, kept by what is announced. All of them only rise, so it does not matter in
 * which order they are heard and read; what ends, such as a membership, is forgotten and read anew.
 */
class Heads {
  private readonly readers = new Memory<number, Reader>(most);
  private readonly standings = new Memory<string, Standing>(most);
  private moves = 0;

  constructor(bus: Followed) {
    const hear = (text: string) => {
      const topic = readTopic(text);
      if (topic) this.hear(topic);
    };
    bus.follow({
      hear,
      hearOwn: hear,
      miss: () => {
        this.readers.clear();
        this.standings.clear();
      },
    });
  }

  /** The fingerprint of a person's inbox, or of one origin in it. @returns nothing for nobody */
  async fingerprint(db: Db, personId: number, origin: string | undefined): Promise<string | undefined> {
    const reader = this.readers.recall(personId) ?? (await this.readers.get(personId, () => readReader(db, personId)));
    if (!reader) return undefined;
    const standings = reader.audiences.map((audience) => this.standings.recall(audience) ?? audience);
    const all = standings.every((standing) => typeof standing !== "string")
      ? standings
      : await Promise.all(reader.audiences.map((audience) => this.standingOf(db, audience)));
    const { version, printed } = reader;
    const moved = all.reduce((last, standing) => Math.max(last, standing.moved), 0);
    if (origin === undefined && printed?.version === version && printed.moved === moved) return printed.text;
    const feeds = all.flatMap((standing) =>
      [...standing.feeds.values()].flatMap((feed): [number, number, number][] =>
        origin === undefined || feed.origin === origin ? [[feed.id, feed.head, feed.floor]] : [],
      ),
    );
    const text = fingerprintOf(
      personId,
      version,
      feeds.sort(([a], [b]) => a - b),
    );
    if (origin === undefined) reader.printed = { version, moved, text };
    return text;
  }

  private async standingOf(db: Db, audience: string): Promise<Standing> {
    const read = async (): Promise<Standing> => {
      const feeds = await readFeeds(db, audience);
      return { moved: ++this.moves, feeds: new Map(feeds.map((feed) => [feed.id, feed])) };
    };
    return (await this.standings.get(audience, read)) ?? read();
  }

  private hear(topic: Topic): void {
    switch (topic.about) {
      case "feed": {
        const { feedId: id, head, origin, audience } = topic;
        // As an older version of this program announces it.
        if (origin === undefined || audience === undefined) this.standings.clear();
        else
          this.move(audience, id, ({ head: before }) => ({ head: Math.max(before, head) }), { id, audience, origin });
        return;
      }
      case "floor":
        this.move(topic.audience, topic.feedId, ({ floor }) => ({ floor: Math.max(floor, topic.floor) }));
        return;
      case "inbox":
        this.readers.change(topic.personId, (reader) => {
          if (topic.version <= reader.version) return true;
          // A reset may stand for another audience, and so may one that was missed.
          if (topic.change.event === "reset" || topic.version > reader.version + 1) return false;
          reader.version = topic.version;
          return true;
        });
        return;
      case "audience": {
        const origin = topic.audience.replace(/^origin:/, "");
        this.readers.forgetWhere(({ audiences: theirs }) => theirs.includes(topic.audience));
        this.standings.forgetWhere(({ feeds }) => feeds.values().some((feed) => feed.origin === origin));
      }
    }
  }

  /** @param born left out: a feed that is not known means that more was missed */
  private move(
    audience: string,
    feedId: number,
    to: (before: StandingFeed) => Partial<StandingFeed>,
    born?: Pick<StandingFeed, "id" | "audience" | "origin">,
  ): void {
    this.standings.change(audience, (standing) => {
      const feed = standing.feeds.get(feedId) ?? (born && { ...born, head: 0, floor: 0 });
      if (!feed) return false;
      standing.feeds.set(feedId, Object.assign(feed, to(feed)));
      standing.moved = ++this.moves;
      return true;
    });
  }
}

/** What is known of where people's feeds stand; nothing while the database is to be asked. */
export const headsOf = perBus((bus) => new Heads(bus));

const readReader = batchPerDatabase(async (db: Db, personIds: number[]): Promise<(Reader | undefined)[]> => {
  const rows = await db.execute<Reader & { personId: number } & Record<string, unknown>>(sql`
    select p.id as "personId", p.inbox_version as version, array(select audience from (${audiences}) as a) as audiences
    from person p where p.id = any(${sql.param(personIds)}::bigint[])`);
  const found = new Map(
    rows.map(({ personId, version, audiences: theirs }) => [personId, { version, audiences: theirs }]),
  );
  return personIds.map((personId) => found.get(personId));
});

const readFeeds = batchPerDatabase(async (db: Db, names: string[]): Promise<StandingFeed[][]> => {
  const found = Map.groupBy(await feedsOf(db, [...new Set(names)]), ({ audience }) => audience);
  return names.map((name) => found.get(name) ?? []);
});
