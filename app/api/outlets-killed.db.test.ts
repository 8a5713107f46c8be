import { expect, it } from "vitest";
import type { Db } from "#db/client.ts";
import { broadcast, outlet } from "#db/schema/index.ts";
import { addPerson } from "#db/test/scratch.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { append } from "#lib/inbox/append.ts";
import { userAudience } from "#lib/inbox/audience.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { Letter } from "#lib/outlets/mail/letter.ts";
import type { Mail } from "#lib/outlets/mail/open-mail.ts";
import { makeOutlet } from "#lib/outlets/make.ts";
import type { OutletInput } from "#lib/outlets/schema.ts";
import { sendNext, type SendCtx } from "#lib/outlets/send-next.ts";
import { startPushService } from "#lib/outlets/test/push-service.ts";
import { startReceiver } from "#lib/outlets/test/receiver.ts";
import { actorOf } from "#lib/people/person.ts";

const database = scratchInstance();
const count = 120;
const all = Array.from({ length: count }, (_, n) => n);

class Killed extends Error {}

/** The same numbers in each run: a failure can be looked at again. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

it("whatever dies while things are published: no kind of outlet misses one, and a toast never comes twice", async () => {
  const [receiver, service] = [await startReceiver(), await startPushService()];
  const letters = new Map<string, Letter>();
  const mail: Mail = {
    home: "https://belfry.example",
    send: (_, letter) => (letters.set(letter.id, letter), Promise.resolve({ ok: true })),
    close: () => undefined,
  };
  try {
    const username = "ann";
    const personId = await addPerson(database(), username, { provider: "jupyterhub" });
    const actor = actorOf(
      { id: personId, username, provider: "jupyterhub", role: "member", sessionVersion: 1 },
      "session",
    );
    const { authSecret, reach, permits, contact } = instance();
    const system = systemCtx(instance());
    const makeCtx = { ...system, actor, authSecret, reach, permits, mail, hub: {} as HubClient };
    const inputs: OutletInput[] = [
      { kind: "webhook", url: `${receiver.url}/in` },
      { kind: "email", to: "ann@example.net" },
      { kind: "push", subscription: service.subscription },
      { kind: "lab" },
    ];
    const ids: number[] = [];
    for (const input of inputs) ids.push((await makeOutlet(makeCtx, input)).id);
    letters.clear();
    await database().db.update(outlet).set({ confirmed: true });

    const random = draws(19);
    let deaths = 0;
    /** Dies at one of its next statements; what a statement did before then is done. */
    const mortal = (db: Db): Db => {
      let left = Math.floor(random() * 12);
      return new Proxy(db, {
        get(target, name, receiving) {
          const value: unknown = Reflect.get(target, name, receiving);
          if (name !== "execute" && name !== "transaction") return value;
          return async (...given: unknown[]) => {
            if (left-- === 0) throw new Killed();
            const done: unknown = await (value as (...given: unknown[]) => Promise<unknown>).apply(target, given);
            if (left === 0 && random() < 0.5) throw new Killed();
            return done;
          };
        },
      });
    };
    let published = 0;
    const publish = async (most: number) => {
      for (let n = 0; n < most && published < count; n++) {
        const data = { title: `Number ${published++}.` };
        const audience = userAudience("jupyterhub", username);
        await append(database().db, [
          { audience, origin: "core", type: "note", category: "info", data, shownAt: new Date() },
        ]);
      }
    };
    const turn = async (id: number, db: Db) => {
      const ctx: SendCtx = { ...system, db, authSecret, reach, mail, contact, stopping: new AbortController().signal };
      try {
        await sendNext(ctx, id);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        deaths++;
        // What a dead instance held is anybody's once its lease has passed.
        await database().sql`update outlet set lease_until = null where id = ${id}`;
      }
    };
    /** As if an hour went by between two turns, or ten toasts were all that there are. */
    const anHourLater = async () => {
      await database().sql`update broadcast set created_at = created_at - interval '61 minutes'`;
      await database().sql`update outlet set next_try_at = null`;
    };
    while (published < count) {
      await anHourLater();
      await Promise.all([publish(1 + Math.floor(random() * 4)), ...ids.map((id) => turn(id, mortal(database().db)))]);
    }
    for (let n = 0; n < 3; n++) {
      await anHourLater();
      for (const id of ids) await turn(id, database().db);
    }
    expect(deaths).toBeGreaterThan(20);

    const numbers = (text: string) => [...text.matchAll(/Number (\d+)\./g)].map(([, number]) => Number(number));
    const hooks = receiver.came.flatMap(({ body }) => numbers(body));
    expect([...new Set(hooks)].sort((a, b) => a - b)).toEqual(all);
    const idsOfHooks = new Set(receiver.came.map(({ headers }) => headers["webhook-id"]));
    expect(idsOfHooks.size).toBe(count);
    // With one id each, of which a receiver takes one.
    expect(hooks.length).toBeLessThanOrEqual(count + deaths);

    const mailed = [...letters.values()].flatMap(({ text }) => numbers(text));
    expect([...new Set(mailed)].sort((a, b) => a - b)).toEqual(all);

    // A burst says how many: none of them may be left out.
    const pushed = service.pushed().map(({ message: { title } }) => Number(/^(\d+) new/.exec(title)?.[1] ?? 1));
    expect(pushed.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(count);

    const toasts = await database().db.select({ message: broadcast.message }).from(broadcast);
    const told = toasts.map(({ message }) => 1 + Number(/ and (\d+) more$/.exec(message)?.[1] ?? 0));
    expect(told.reduce((sum, each) => sum + each, 0)).toBe(count);
    const first = toasts.flatMap(({ message }) => numbers(message));
    expect(new Set(first).size).toBe(first.length);
  } finally {
    await receiver.close();
    await service.close();
  }
});
