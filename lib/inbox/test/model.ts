/** One notification as one person has it: the naive copy that Belfry never makes. */
interface Item {
  id: number;
  feed: string;
  origin: string;
  category: string;
  type: string;
  text: string;
  /** By a clear of everything; one that was ever kept is dismissed instead. */
  cleared: boolean;
  dismissed: boolean;
  read: boolean;
  kept: boolean | null;
}

const isVisible = ({ cleared, dismissed, kept }: Item) => (!cleared || kept !== null) && !dismissed;

/** What a listing could show: all that had arrived, and in which feeds. */
export interface Covered {
  ids: Set<number>;
  feeds: Set<string>;
}

export interface Clearing {
  person: number;
  covered: Covered;
  /** Which it marked as cleared. */
  took: Item[];
  /** Which it dismissed, unless they came back by being kept. */
  dismissed: Item[];
  /** How many there were to be seen. */
  count: number;
  how: "line" | "picked" | "single";
  undone: boolean;
}

/**
 * An inbox as anybody would write it without thinking of size: each notification is handed to everyone who may see it
 * at the time, and each verb goes through the copies one by one.
 */
export class Model {
  readonly items: Item[][];
  readonly belongs: Set<string>[];
  clearings: Clearing[] = [];
  private readonly feeds = new Map<string, { audience: string; origin: string }>();

  constructor(people: number) {
    this.items = Array.from({ length: people }, () => []);
    this.belongs = Array.from({ length: people }, () => new Set());
  }

  publish(
    id: number,
    { audiences, ...kind }: { audiences: string[]; origin: string; category: string; type: string; text: string },
  ): void {
    const { origin } = kind;
    for (const audience of audiences) this.feeds.set(`${audience} ${origin}`, { audience, origin });
    this.items.forEach((items, person) => {
      const audience = audiences.find((name) => this.hears(person, name));
      if (audience !== undefined)
        items.push({
          id,
          feed: `${audience} ${origin}`,
          ...kind,
          cleared: false,
          dismissed: false,
          read: false,
          kept: null,
        });
    });
  }

  of(person: number): Item[] {
    return this.items[person] ?? [];
  }

  visible(person: number): Item[] {
    return this.of(person)
      .filter(isVisible)
      .toSorted((a, b) => b.id - a.id);
  }

  gone(person: number): Item[] {
    return this.of(person)
      .filter((item) => !isVisible(item))
      .toSorted((a, b) => b.id - a.id);
  }

  private hears(person: number, audience: string): boolean {
    return (
      audience === "everyone" || audience === `user:local:${person}` || (this.belongs[person]?.has(audience) ?? false)
    );
  }

  /** Everything in scope. */
  private all(person: number, origin: string | undefined): Covered {
    const mine = [...this.feeds].filter(
      ([, feed]) => this.hears(person, feed.audience) && (origin ?? feed.origin) === feed.origin,
    );
    const feeds = new Set(mine.map(([name]) => name));
    return {
      feeds,
      ids: new Set(
        this.of(person)
          .filter(({ feed }) => feeds.has(feed))
          .map(({ id }) => id),
      ),
    };
  }

  /** What a listing now covers: all that arrived. */
  covered(person: number, origin: string | undefined): Covered {
    const stored = this.of(person).filter((item) => (origin ?? item.origin) === item.origin);
    const feeds = new Set(stored.map(({ feed }) => feed));
    return {
      feeds,
      ids: new Set(
        this.of(person)
          .filter(({ feed }) => feeds.has(feed))
          .map(({ id }) => id),
      ),
    };
  }

  private scope(person: number, origin: string | undefined, covered: Covered | undefined): Covered {
    const all = this.all(person, origin);
    return covered ? { feeds: all.feeds.intersection(covered.feeds), ids: all.ids.intersection(covered.ids) } : all;
  }

  clear(person: number, origin: string | undefined, covered: Covered | undefined): Clearing {
    const scope = this.scope(person, origin, covered);
    const inScope = this.of(person).filter((item) => scope.ids.has(item.id));
    const count = inScope.filter((item) => isVisible(item) && !item.kept).length;
    const took = inScope.filter((item) => !item.cleared);
    const dismissed = inScope.filter((item) => isVisible(item) && item.kept === false);
    for (const item of took) item.cleared = true;
    for (const item of dismissed) item.dismissed = true;
    return this.note({ person, covered: scope, took, dismissed, count, how: "line", undone: false });
  }

  /** Clears those in scope that fit. */
  pick(
    person: number,
    origin: string | undefined,
    covered: Covered | undefined,
    fits: (item: Item) => boolean,
  ): Clearing {
    const scope = this.scope(person, origin, covered);
    const dismissed = this.visible(person).filter((item) => scope.ids.has(item.id) && !item.kept && fits(item));
    for (const item of dismissed) item.dismissed = true;
    return this.note({
      person,
      covered: scope,
      took: [],
      dismissed,
      count: dismissed.length,
      how: "picked",
      undone: false,
    });
  }

  keep(person: number, id: number, kept: boolean): void {
    const item = this.of(person).find((each) => each.id === id);
    if (!item || (!kept && !item.kept)) return;
    item.kept = kept;
    if (!kept) return;
    item.dismissed = false;
    for (const each of this.clearings)
      if (each.how !== "single") each.dismissed = each.dismissed.filter((one) => one !== item);
  }

  private note(clearing: Clearing): Clearing {
    this.clearings.push(clearing);
    return clearing;
  }

  dismiss(person: number, id: number): Clearing {
    const dismissed = this.visible(person).filter((item) => item.id === id && !item.kept);
    for (const item of dismissed) item.dismissed = true;
    const covered = { ids: new Set<number>(), feeds: new Set<string>() };
    return this.note({ person, covered, took: [], dismissed, count: dismissed.length, how: "single", undone: false });
  }

  undo(clearing: Clearing): "done" | "conflict" | "not-found" {
    if (!this.clearings.includes(clearing)) return "not-found";
    const later = this.clearings
      .slice(this.clearings.indexOf(clearing) + 1)
      .filter(({ person, undone }) => person === clearing.person && !undone);
    const taken = (each: Clearing) => [...each.took, ...each.dismissed];
    const again = later.some(
      (each) =>
        // What moved a line is undone before what moved it earlier; else it is about the very ones.
        (each.how === "line" && clearing.took.some((item) => each.covered.feeds.has(item.feed))) ||
        clearing.dismissed.some((item) =>
          clearing.how === "picked" && clearing.undone
            ? each.how !== "single" && taken(each).some(({ feed }) => feed === item.feed)
            : // What is purged, or in an origin they left, is gone with what was done to it.
              this.of(clearing.person).includes(item) && taken(each).includes(item),
        ),
    );
    if (again) return "conflict";
    if (clearing.undone) return "done";
    clearing.undone = true;
    for (const item of clearing.took) item.cleared = false;
    for (const item of clearing.dismissed) item.dismissed = false;
    return "done";
  }

  markRead(person: number, origin: string | undefined, covered: Covered | undefined): void {
    const { ids } = this.scope(person, origin, covered);
    for (const item of this.of(person)) if (ids.has(item.id)) item.read = true;
  }

  markOne(person: number, id: number, read: boolean): void {
    const item = this.visible(person).find((each) => each.id === id);
    if (item) item.read = read;
  }

  join(person: number, audience: string): void {
    this.belongs[person]?.add(audience);
  }

  leave(person: number, audience: string): void {
    if (!this.belongs[person]?.delete(audience)) return;
    this.items[person] = this.of(person).filter(({ feed }) => !feed.startsWith(`${audience} `));
  }

  purge(belowId: number): void {
    this.items.forEach((items, person) => (this.items[person] = items.filter(({ id }) => id >= belowId)));
  }
}
