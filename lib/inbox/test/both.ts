import fc from "fast-check";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database, Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { writeAsOf } from "../as-of.ts";
import { append } from "../append.ts";
import type { Asked } from "../list.ts";
import { narrows, type Filter } from "../newest.ts";
import { purge } from "../purge.ts";
import { categories } from "../schema.ts";
import { queryOf } from "../words.ts";
import { Model, type Clearing, type Covered } from "./model.ts";
import { newPerson } from "./person.ts";
import { verbs, type Verbs } from "./verbs.ts";

const people = 2;
const origins = ["x", "y"] as const;
const types = ["note", "report"];
const texts = ["Łódź", "lodge at core/node/1.2.3", "Node built"];
/** What is searched for, and which of the texts have it; some are of a type or an origin. */
const searches: Record<string, (item: { origin: string; type: string; text: string }) => boolean> = {
  lod: ({ text }) => text !== texts[2],
  LÓDŹ: ({ text }) => text === texts[0],
  node: ({ text }) => text !== texts[0],
  "node BUI": ({ text }) => text === texts[2],
  "core/node/1.2": ({ text }) => text === texts[1],
  "1.2.3 x": ({ text, origin }) => text === texts[1] && origin === "x",
  rep: ({ type }) => type === "report",
};

/** Who a published one is for, and under which origin; some go by what anybody may publish, the rest is Belfry's own. */
const sends: { audiences: string[]; origin: string; published?: { to?: { users: string[] } } }[] = [
  { audiences: ["everyone"], origin: "hub" },
  { audiences: ["origin:x"], origin: "x", published: {} },
  { audiences: ["origin:y"], origin: "y", published: {} },
  { audiences: ["origin:y"], origin: "x" },
  { audiences: ["user:local:0", "user:local:1"], origin: "x", published: { to: { users: ["0", "1"] } } },
];

const q = fc.constantFrom(...Object.keys(searches)).map((text) => queryOf(text) as string);
const person = fc.nat(people - 1);
const scope = fc.option(fc.constantFrom(...origins), { nil: undefined, freq: 2 });
const nth = fc.nat(4);
/** Something that happens to the inboxes. */
export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      send: fc.constantFrom(...sends),
      category: fc.constantFrom(...categories),
      type: fc.constantFrom(...types),
      text: fc.constantFrom(...texts),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("clear" as const, "read" as const),
      person,
      scope,
      fits: fc.option(
        fc.record({
          unread: fc.boolean(),
          category: fc.option(fc.constantFrom(...categories), { nil: undefined }),
          type: fc.option(fc.constantFrom(...types), { nil: undefined }),
          q: fc.option(q, { nil: undefined }),
        }),
        { nil: undefined, freq: 2 },
      ),
      look: fc.option(nth, { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("dismiss" as const, "mark" as const, "unmark" as const, "keep" as const, "unkeep" as const),
      person,
      nth,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("look" as const), person, scope }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("undo" as const), nth }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("join" as const, "leave" as const),
      person,
      origin: fc.constantFrom(...origins),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("purge" as const), keep: fc.nat(10) }) },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

type Shown = ReturnType<Model["visible"]>[number];

/** Those whom a {@link Both} is about, and an admin. */
export async function newPeople(database: Database): Promise<{ people: Ctx[]; admin: Ctx }> {
  const named = await Promise.all(
    Array.from({ length: people }, (_, each) => newPerson(database, { username: String(each) })),
  );
  return { people: named, admin: await newPerson(database, { role: "admin" }) };
}

/** Drives Belfry and the model alike. */
export class Both {
  readonly model = new Model(people);
  private readonly looks: { person: number; scope: string | undefined; asOf: string; covered: Covered }[] = [];
  private readonly undos: { token: string; clearing: Clearing }[] = [];
  private readonly before: { shown: string; fingerprint: string }[] = [];
  private published: number[] = [];
  private compared = 0;
  private readonly people: readonly Ctx[];
  private readonly admin: Ctx;
  private verbs: Verbs;
  private db: Db;

  constructor({ people, admin }: { people: readonly Ctx[]; admin: Ctx }) {
    this.people = people;
    this.admin = admin;
    this.verbs = verbs;
    this.db = admin.db;
  }

  /** Goes on by these verbs, at the instance that has this database. */
  askThrough(how: Verbs, db: Db): void {
    this.verbs = how;
    this.db = db;
  }

  private ctx(each: number): Ctx {
    return { ...(this.people[each] as Ctx), db: this.db };
  }

  private get boss(): Ctx {
    return { ...this.admin, db: this.db };
  }

  /** Everything gone, nobody belongs anywhere but to one: as in the model. */
  async start(): Promise<void> {
    await purge(this.boss, { retentionDays: 0 });
    for (const name of origins) await this.verbs.registerOrigin(this.boss, { name });
    for (const each of this.people.keys()) {
      for (const origin of origins) await this.verbs.removeMember(this.boss, { origin, username: String(each) });
      await this.take({ do: "join", person: each, origin: "x" });
    }
  }

  async take(given: Step): Promise<void> {
    switch (given.do) {
      case "publish": {
        const { send, category, type, text, times } = given;
        const made = new Set(await this.publish(given));
        expect(made.size).toBe(times);
        for (const id of made) this.model.publish(id, { ...send, category, type, text });
        this.published.push(...made);
        return;
      }
      case "look": {
        const { asOf } =
          given.scope === undefined
            ? await this.verbs.list(this.ctx(given.person), { limit: 1, category: "error" })
            : await this.verbs.listOrigin(this.ctx(given.person), { origin: given.scope, start: 0 });
        this.looks.push({
          person: given.person,
          scope: given.scope,
          asOf,
          covered: this.model.covered(given.person, given.scope),
        });
        return;
      }
      case "clear":
      case "read": {
        const look =
          given.look === undefined
            ? undefined
            : this.looks.filter((each) => each.person === given.person).at(-1 - given.look);
        const input = { origin: given.scope, asOf: look?.asOf };
        if (given.do === "read") {
          await this.verbs.markRead(this.ctx(given.person), input);
          this.model.markRead(given.person, given.scope, look?.covered);
          return;
        }
        const { fits } = given;
        const { undoToken, cleared } = await this.verbs.clear(this.ctx(given.person), { ...input, ...fits });
        const clearing =
          fits && narrows(fits)
            ? this.model.pick(given.person, given.scope, look?.covered, fitting(fits))
            : this.model.clear(given.person, given.scope, look?.covered);
        expect(cleared).toBe(clearing.count);
        this.undos.push({ token: undoToken, clearing });
        return;
      }
      case "dismiss":
      case "mark":
      case "unmark":
      case "keep":
      case "unkeep": {
        // Mostly one that is there; sometimes one that was cleared.
        const items = given.nth < 4 ? this.model.visible(given.person) : this.model.of(given.person);
        const { id, origin } = items[given.nth % Math.max(items.length, 1)] ?? { id: 1, origin: "x" };
        if (given.do === "keep" || given.do === "unkeep") {
          await this.verbs.keep(this.ctx(given.person), { origin, id, kept: given.do === "keep" });
          this.model.keep(given.person, id, given.do === "keep");
          return;
        }
        if (given.do !== "dismiss") {
          await this.verbs.markOne(this.ctx(given.person), { origin, id, read: given.do === "mark" });
          this.model.markOne(given.person, id, given.do === "mark");
          return;
        }
        const { undoToken, cleared } = await this.verbs.dismiss(this.ctx(given.person), { origin, id });
        const clearing = this.model.dismiss(given.person, id);
        expect(cleared).toBe(clearing.count);
        this.undos.push({ token: undoToken, clearing });
        return;
      }
      case "undo": {
        const chosen = this.undos.at(-1 - given.nth);
        if (!chosen) return;
        const result = await this.verbs.undo(this.ctx(chosen.clearing.person), { token: chosen.token }).then(
          () => "done",
          (error: unknown) => (error instanceof BelfryError ? error.code : error),
        );
        expect(result).toBe(this.model.undo(chosen.clearing));
        return;
      }
      case "join":
      case "leave": {
        const member = { origin: given.origin, username: String(given.person) };
        await (given.do === "join" ? this.verbs.addMember : this.verbs.removeMember)(this.boss, member);
        this.model[given.do](given.person, `origin:${given.origin}`);
        return;
      }
      case "purge": {
        const oldest = this.published.at(-1 - given.keep) ?? 0;
        await this.db.execute(sql`update notification set created_at = now() - interval '2 days' where id < ${oldest}`);
        await purge(this.boss, { retentionDays: 1 });
        this.model.purge(oldest);
        return;
      }
    }
  }

  private async publish({ send, category, type, text, times }: Extract<Step, { do: "publish" }>): Promise<number[]> {
    const { audiences: audience, origin, published } = send;
    const each = { origin, type, category, data: { text } };
    const several = <T>(one: T) => Array.from({ length: times }, () => one);
    if (published) return this.verbs.publish(this.boss, several({ ...each, ...published }));
    return append(this.db, several({ ...each, audience, shownAt: new Date() }));
  }

  /** Everything that can be read, by everybody. */
  async compare(): Promise<void> {
    await Promise.all(Array.from({ length: people }, (_, each) => this.compareOne(each)));
  }

  /** The list that everybody sees, and whether it says that it changed. */
  async compareBriefly(): Promise<void> {
    for (const each of this.people.keys()) {
      const ctx = this.ctx(each);
      const whole = await this.verbs.list(ctx, { limit: 200 });
      expect(shown(whole)).toEqual(this.expected(each));
      this.compareState(each, await this.verbs.fingerprint(ctx), whole.fingerprint);
    }
  }

  private expected(each: number) {
    return this.model.visible(each).map(({ id, origin, read }) => ({ id, origin, read }));
  }

  private compareState(each: number, fingerprint: string, ofList: string): void {
    expect(fingerprint).toBe(ofList);
    const now = { shown: JSON.stringify(this.expected(each)), fingerprint };
    const before = this.before[each];
    if (before && before.shown !== now.shown) expect(now.fingerprint).not.toBe(before.fingerprint);
    this.before[each] = now;
  }

  private async compareOne(each: number): Promise<void> {
    const ctx = this.ctx(each);
    const expected = this.expected(each);
    const errors = this.model.visible(each).filter(({ category }) => category === "error");
    const [whole, few, unread, some, tally, state] = await Promise.all([
      this.verbs.list(ctx, { limit: 200 }),
      this.verbs.list(ctx, { limit: 3 }),
      this.verbs.list(ctx, { limit: 4, unread: true }),
      this.verbs.list(ctx, { limit: 2, category: "error" }),
      this.verbs.counts(ctx),
      this.verbs.fingerprint(ctx),
    ]);
    expect(shown(whole)).toEqual(expected);
    expect(whole.groups.map(({ origin }) => origin)).toEqual([...new Set(expected.map(({ origin }) => origin))]);
    expect(shown(few)).toEqual(expected.slice(0, 3));
    expect(shown(unread)).toEqual(expected.filter(({ read }) => !read).slice(0, 4));
    expect(shown(some).map(({ id }) => id)).toEqual(errors.slice(0, 2).map(({ id }) => id));
    expect(tally).toMatchObject({ total: expected.length, unread: expected.filter(({ read }) => !read).length });
    for (const origin of [...origins, "hub"]) {
      const own = expected.filter((item) => item.origin === origin);
      for (const start of [2, own.length >> 1, Math.max(0, own.length - 1), own.length + 1]) {
        const page = await this.verbs.listOrigin(ctx, { origin, start });
        expect({ total: page.total, ids: page.items.map(({ id }) => id) }).toEqual({
          total: own.length,
          ids: own.slice(start, start + 50).map(({ id }) => id),
        });
      }
      const counted = tally.origins.find((entry) => entry.origin === origin);
      expect([counted?.total ?? 0, counted?.unread ?? 0]).toEqual([own.length, own.filter(({ read }) => !read).length]);
    }
    await this.compareAsked(each);
    this.compareState(each, state, whole.fingerprint);
  }

  /** What arrived after a listing of before, answer by answer until nothing remains. @param fits oldest first */
  private async compareSince(
    each: number,
    { cleared: _, among: __, ...given }: Asked,
    fits: readonly Shown[],
  ): Promise<void> {
    const look = this.looks.filter(({ person: whose, scope: of }) => whose === each && of === undefined).at(-1);
    let since = look?.asOf ?? writeAsOf([]);
    let remaining = fits.filter(({ id }) => !look?.covered.ids.has(id));
    for (let more = true; more;) {
      const answer = await this.verbs.listSince(this.ctx(each), { ...given, since });
      const expected = ofEach(remaining, given.perOrigin).slice(0, given.limit);
      const items = answer.groups.flatMap(({ notifications }) => notifications);
      expect(items.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(expected.map(({ id }) => id));
      expect(answer.groups.map(({ origin }) => origin)).toEqual([...new Set(expected.map(({ origin }) => origin))]);
      remaining = remaining.filter((item) => !expected.includes(item));
      expect(answer.more).toBe(remaining.length > 0);
      ({ more, asOf: since } = answer);
    }
  }

  /** Whatever can be asked for, page by page until nothing remains; pages of an origin; single ones. */
  private async compareAsked(each: number): Promise<void> {
    const ctx = this.ctx(each);
    const [given] = fc.sample(asked, { numRuns: 1, seed: ++this.compared }) as [Asked];
    const fits = this.model.visible(each).filter(fitting(given));
    let remaining = given.cleared ? this.model.gone(each).filter(fitting(given)) : fits;
    let before: number | undefined;
    do {
      const page = await this.verbs.list(ctx, { ...given, before });
      const expected = ofEach(remaining, given.perOrigin);
      expect(shown(page).map(({ id }) => id)).toEqual(expected.slice(0, given.limit).map(({ id }) => id));
      expect(page.next !== undefined).toBe(expected.length > given.limit);
      before = page.next;
      remaining = remaining.filter(({ id }) => id < (before ?? 0));
    } while (before !== undefined);

    await this.compareSince(each, given, fits.toReversed());

    for (const origin of [...origins, "hub"]) {
      const own = fits.filter((item) => item.origin === origin);
      const start = given.limit - 1;
      const page = await this.verbs.listOrigin(ctx, {
        origin,
        start,
        unread: given.unread,
        category: given.category,
        type: given.type,
        q: given.q,
      });
      expect({ total: page.total, ids: page.items.map(({ id }) => id) }).toEqual({
        total: own.length,
        ids: own.slice(start, start + 50).map(({ id }) => id),
      });
    }
    const item = this.model.of(each).at(this.compared % 7);
    if (!item) return;
    const { id, origin, category, type, read, kept } = item;
    const one = this.verbs.getOne(ctx, { origin, id });
    if (this.model.visible(each).includes(item)) {
      const body = await one;
      expect(body).toMatchObject({ id, origin, category, type, read });
      expect(body.kept).toBe(kept ? true : undefined);
    } else await expect(one).rejects.toMatchObject({ code: "not-found" });
    await expect(this.verbs.getOne(ctx, { origin: "z", id })).rejects.toMatchObject({ code: "not-found" });
  }
}

/** Of each origin at most so many. */
function ofEach<T extends { origin: string }>(items: readonly T[], most = Infinity): T[] {
  const found = new Map<string, number>();
  return items.filter(({ origin }) => {
    found.set(origin, (found.get(origin) ?? 0) + 1);
    return (found.get(origin) ?? 0) <= most;
  });
}

/** What a person may ask a listing for. */
const asked: fc.Arbitrary<Asked> = fc.record({
  limit: fc.integer({ min: 1, max: 6 }),
  unread: fc.boolean(),
  category: fc.option(fc.constantFrom(...categories), { nil: undefined, freq: 2 }),
  type: fc.option(fc.constantFrom(...types), { nil: undefined, freq: 2 }),
  perOrigin: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  cleared: fc.boolean(),
  q: fc.option(q, { nil: undefined, freq: 2 }),
  among: fc.integer({ min: 1, max: 8 }),
});

/** What of the searches gives a query. */
export const searchedBy = new Map(Object.keys(searches).map((text) => [queryOf(text), text]));

const fitting =
  ({ unread, category, type, q: query }: Filter) =>
  (item: ReturnType<Model["of"]>[number]) =>
    (searches[searchedBy.get(query) ?? ""]?.(item) ?? true) &&
    !(unread && item.read) &&
    item.category === (category ?? item.category) &&
    item.type === (type ?? item.type);

const shown = ({ groups }: Awaited<ReturnType<Verbs["list"]>>) =>
  groups
    .flatMap(({ notifications }) => notifications)
    .map(({ id, origin, read }) => ({ id, origin, read }))
    .toSorted((a, b) => b.id - a.id);
