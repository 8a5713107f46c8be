import fc from "fast-check";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { openBus, type Bus } from "#lib/bus/bus.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { createLog } from "#lib/log.ts";
import { join } from "#lib/origins/join.ts";
import { leave } from "#lib/origins/leave.ts";
import { writeAsOf } from "./as-of.ts";
import { append } from "./append.ts";
import { clear } from "./clear.ts";
import { counts } from "./counts.ts";
import { dismiss } from "./dismiss.ts";
import { fingerprint } from "./fingerprint.ts";
import { getOne } from "./get-one.ts";
import { keep } from "./keep.ts";
import { list, type Asked } from "./list.ts";
import { listSince } from "./list-since.ts";
import { listOrigin } from "./list-origin.ts";
import { markOne } from "./mark-one.ts";
import { markRead } from "./mark-read.ts";
import { narrows, type Filter } from "./newest.ts";
import { purge } from "./purge.ts";
import { categories } from "./schema.ts";
import { Model, type Clearing, type Covered } from "./test/model.ts";
import { queryOf } from "./words.ts";
import { undo } from "./undo.ts";

const database = scratchDatabase();
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
const log = createLog("silent");

/** Who a published one is for, and under which origin. */
const sends = [
  { audiences: ["everyone"], origin: "hub" },
  { audiences: ["origin:x"], origin: "x" },
  { audiences: ["origin:y"], origin: "y" },
  { audiences: ["origin:y"], origin: "x" },
  { audiences: ["user:local:0", "user:local:1"], origin: "x" },
];

const q = fc.constantFrom(...Object.keys(searches)).map((text) => queryOf(text) as string);
const person = fc.nat(people - 1);
const scope = fc.option(fc.constantFrom(...origins), { nil: undefined, freq: 2 });
const nth = fc.nat(4);
const step = fc.oneof(
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
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const ids: number[] = [];
let bus: Bus;
beforeAll(async () => {
  bus = await openBus(database());
  for (let each = 0; each < people; each++) ids.push(await addPerson(database(), String(each)));
});
afterAll(() => bus.close());

type Shown = ReturnType<Model["visible"]>[number];

/** Drives Belfry and the model alike. */
class Both {
  readonly model = new Model(people);
  private readonly looks: { person: number; scope: string | undefined; asOf: string; covered: Covered }[] = [];
  private readonly undos: { token: string; clearing: Clearing }[] = [];
  private readonly before: { shown: string; fingerprint: string }[] = [];
  private published: number[] = [];
  private compared = 0;

  ctx(each: number): Ctx {
    const actor = {
      personId: ids[each] as number,
      username: String(each),
      provider: "local",
      role: "member",
      scopes: ["notifications"],
      via: "session",
    } as const;
    return { db: database().db, actor, log, now: () => new Date() };
  }

  /** Everything gone, nobody belongs anywhere: as in the model. */
  async start(): Promise<void> {
    await purge(this.ctx(0), { retentionDays: 0 });
    for (const personId of ids) for (const origin of origins) await leave(database().db, { personId, origin });
    for (const [each] of ids.entries()) await this.take({ do: "join", person: each, origin: "x" });
  }

  async take(given: Step): Promise<void> {
    const { db } = database();
    switch (given.do) {
      case "publish": {
        const { send, category, type, text, times } = given;
        const entry = {
          audience: send.audiences,
          origin: send.origin,
          type,
          category,
          data: { text },
          shownAt: new Date(),
        };
        const made = new Set(
          (
            await append(
              db,
              Array.from({ length: times }, () => entry),
            )
          ).map(({ id }) => id),
        );
        for (const id of made) this.model.publish(id, { ...send, category, type, text });
        this.published.push(...made);
        return;
      }
      case "look": {
        const { asOf } =
          given.scope === undefined
            ? await list(this.ctx(given.person), { limit: 1, category: "error" })
            : await listOrigin(this.ctx(given.person), { origin: given.scope, start: 0 });
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
          await markRead(this.ctx(given.person), input);
          this.model.markRead(given.person, given.scope, look?.covered);
          return;
        }
        const { fits } = given;
        const { undoToken, cleared } = await clear(this.ctx(given.person), { ...input, ...fits });
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
          await keep(this.ctx(given.person), { origin, id, kept: given.do === "keep" });
          this.model.keep(given.person, id, given.do === "keep");
          return;
        }
        if (given.do !== "dismiss") {
          await markOne(this.ctx(given.person), { origin, id, read: given.do === "mark" });
          this.model.markOne(given.person, id, given.do === "mark");
          return;
        }
        const { undoToken, cleared } = await dismiss(this.ctx(given.person), { origin, id });
        const clearing = this.model.dismiss(given.person, id);
        expect(cleared).toBe(clearing.count);
        this.undos.push({ token: undoToken, clearing });
        return;
      }
      case "undo": {
        const chosen = this.undos.at(-1 - given.nth);
        if (!chosen) return;
        const result = await undo(this.ctx(chosen.clearing.person), { token: chosen.token }).then(
          () => "done",
          (error: unknown) => (error instanceof BelfryError ? error.code : error),
        );
        expect(result).toBe(this.model.undo(chosen.clearing));
        return;
      }
      case "join":
        await join(db, { personId: ids[given.person] as number, origin: given.origin, source: "admin" });
        this.model.join(given.person, `origin:${given.origin}`);
        return;
      case "leave":
        await leave(db, { personId: ids[given.person] as number, origin: given.origin });
        this.model.leave(given.person, `origin:${given.origin}`);
        return;
      case "purge": {
        const oldest = this.published.at(-1 - given.keep) ?? 0;
        await db.execute(sql`update notification set created_at = now() - interval '2 days' where id < ${oldest}`);
        await purge(this.ctx(0), { retentionDays: 1 });
        this.model.purge(oldest);
        return;
      }
    }
  }

  /** Everything that can be read, by everybody. */
  async compare(): Promise<void> {
    await Promise.all(Array.from({ length: people }, (_, each) => this.compareOne(each)));
  }

  private async compareOne(each: number): Promise<void> {
    const ctx = this.ctx(each);
    const expected = this.model.visible(each).map(({ id, origin, read }) => ({ id, origin, read }));
    const errors = this.model.visible(each).filter(({ category }) => category === "error");
    const [whole, few, unread, some, tally, state] = await Promise.all([
      list(ctx, { limit: 200 }),
      list(ctx, { limit: 3 }),
      list(ctx, { limit: 4, unread: true }),
      list(ctx, { limit: 2, category: "error" }),
      counts(ctx),
      fingerprint(ctx),
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
        const page = await listOrigin(ctx, { origin, start });
        expect({ total: page.total, ids: page.items.map(({ id }) => id) }).toEqual({
          total: own.length,
          ids: own.slice(start, start + 50).map(({ id }) => id),
        });
      }
      const counted = tally.origins.find((entry) => entry.origin === origin);
      expect([counted?.total ?? 0, counted?.unread ?? 0]).toEqual([own.length, own.filter(({ read }) => !read).length]);
    }
    await this.compareAsked(each);
    expect(state).toBe(whole.fingerprint);
    const now = { shown: JSON.stringify(expected), fingerprint: state };
    const before = this.before[each];
    if (before && before.shown !== now.shown) expect(now.fingerprint).not.toBe(before.fingerprint);
    this.before[each] = now;
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
      const answer = await listSince(this.ctx(each), { ...given, since });
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
      const page = await list(ctx, { ...given, before });
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
      const page = await listOrigin(ctx, {
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
    const one = getOne(ctx, { origin, id });
    if (this.model.visible(each).includes(item)) {
      const body = await one;
      expect(body).toMatchObject({ id, origin, category, type, read });
      expect(body.kept).toBe(kept ? true : undefined);
    } else await expect(one).rejects.toMatchObject({ code: "not-found" });
    await expect(getOne(ctx, { origin: "z", id })).rejects.toMatchObject({ code: "not-found" });
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

const byQuery = new Map(Object.entries(searches).map(([text, has]) => [queryOf(text), has]));

const fitting =
  ({ unread, category, type, q: query }: Filter) =>
  (item: ReturnType<Model["of"]>[number]) =>
    (byQuery.get(query)?.(item) ?? true) &&
    !(unread && item.read) &&
    item.category === (category ?? item.category) &&
    item.type === (type ?? item.type);

const shown = ({ groups }: Awaited<ReturnType<typeof list>>) =>
  groups
    .flatMap(({ notifications }) => notifications)
    .map(({ id, origin, read }) => ({ id, origin, read }))
    .toSorted((a, b) => b.id - a.id);

it("shows, counts, clears and brings back what a naive inbox would", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50, size: "max" }), async (steps) => {
      const both = new Both();
      await both.start();
      for (const each of steps) {
        await both.take(each);
        if (each.do !== "publish" && each.do !== "look") await both.compare();
      }
    }),
    { numRuns: 12, endOnFailure: false },
  );
}, 300_000);
