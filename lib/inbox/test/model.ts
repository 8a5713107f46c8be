/** One notification as one person has it: the naive copy that Belfry never makes. */
interface Item {
  id: number;
  feed: string;
  origin: string;
  category: string;
  type: string;
  cleared: boolean;
  dismissed: boolean;
  read: boolean;
}

/** What a listing could show: all that had arrived, and in which feeds. */
export interface Covered {
  ids: Set<number>;
  feeds: Set<string>;
}

export interface Clearing {
  person: number;
  covered: Covered;
  took: Item[];
  single: boolean;
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
    { audiences, ...kind }: { audiences: string[]; origin: string; category: string; type: string },
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
        });
    });
  }

  of(person: number): Item[] {
    return this.items[person] ?? [];
  }

  visible(person: number): Item[] {
    return this.of(person)
      .filter(({ cleared, dismissed }) => !cleared && !dismissed)
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

  /** What a listing now covers: all that arrived in feeds of which something is not cleared. */
  covered(person: number, origin: string | undefined): Covered {
    const live = this.of(person).filter((item) => !item.cleared && (origin ?? item.origin) === item.origin);
    const feeds = new Set(live.map(({ feed }) => feed));
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
    const took = this.of(person).filter((item) => scope.ids.has(item.id) && !item.cleared);
    for (const item of took) item.cleared = true;
    return this.keep({ person, covered: scope, took, single: false, undone: false });
  }

  private keep(clearing: Clearing): Clearing {
    this.clearings.push(clearing);
    return clearing;
  }

  dismiss(person: number, id: number): Clearing {
    const took = this.visible(person).filter((item) => item.id === id);
    for (const item of took) item.dismissed = true;
    return this.keep({ person, covered: { ids: new Set(), feeds: new Set() }, took, single: true, undone: false });
  }

  undo(clearing: Clearing): "done" | "conflict" | "not-found" {
    if (!this.clearings.includes(clearing)) return "not-found";
    const later = this.clearings
      .slice(this.clearings.indexOf(clearing) + 1)
      .filter(({ person, undone }) => person === clearing.person && !undone);
    const again = later.some((each) =>
      clearing.took.some((item) =>
        clearing.single
          ? each.took.includes(item) || (!each.single && item.cleared)
          : each.covered.feeds.has(item.feed),
      ),
    );
    if (again) return "conflict";
    if (clearing.undone) return "done";
    clearing.undone = true;
    for (const item of clearing.took) item[clearing.single ? "dismissed" : "cleared"] = false;
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
