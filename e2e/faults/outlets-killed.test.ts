import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, it } from "vitest";
import { openDatabase } from "#db/client.ts";
import { startMailServer } from "#lib/outlets/test/mail-server.ts";
import { startPushService } from "#lib/outlets/test/push-service.ts";
import { readMail } from "#lib/outlets/test/read-mail.ts";
import { startReceiver } from "#lib/outlets/test/receiver.ts";
import { startInstances, type Instances } from "./instances.ts";

/** Another one each time, and printed; `OUTLETS_SEED` asks for the moments of an earlier run. */
const seed = Number(process.env["OUTLETS_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const [kills, longestMs, publishers] = [8, 1800, 8];

/** The titles' numbers. */
const numbersIn = (text: string) => [...text.matchAll(/Number (\d+)\./g)].map(([, number]) => Number(number));
const toldBy = (message: string) => 1 + Number(/ and (\d+) more$/.exec(message)?.[1] ?? 0);
/** How many come more than once. */
const again = (all: readonly unknown[]) => all.length - new Set(all).size;

it("killed at random moments while things are published: no kind of outlet misses one, and a toast never comes twice", async () => {
  console.log(`OUTLETS_SEED=${seed}`);
  const [receiver, service, mails] = [await startReceiver(), await startPushService(), await startMailServer()];
  const belfry = await startInstances(1, {
    labs: 4,
    settings: {
      OUTLET_ALLOW: "127.0.0.1",
      SMTP_URL: mails.url,
      MAIL_FROM: "Belfry <belfry@example.org>",
      NODE_EXTRA_CA_CERTS: mails.caFile,
    },
  });
  const database = openDatabase(belfry.databaseUrl, { max: 1 });
  const { sql } = database;
  try {
    const { username } = belfry.hub.member;
    await makeOutlets(belfry, [
      { kind: "webhook", url: `${receiver.url}/in` },
      { kind: "email", to: "ann@example.net" },
      { kind: "push", subscription: service.subscription },
      { kind: "lab" },
    ]);
    await sql`update outlet set confirmed = true`;
    mails.came.length = 0;

    const load = { over: false };
    const published = publishing(belfry, username, load);
    for (const momentMs of fc.sample(fc.noBias(fc.nat(longestMs)), { seed, numRuns: kills })) {
      await sleep(momentMs);
      const startAgain = await belfry.kill(0);
      // As if the time of its leases had passed, and the hour of the toasts.
      await sql`update outlet set lease_until = null, next_try_at = null`;
      await sql`update broadcast set created_at = created_at - interval '61 minutes', lease_until = null`;
      await startAgain();
    }
    load.over = true;
    const count = await published;
    const all = Array.from({ length: count }, (_, n) => n);
    const outlets = () => sql<{ kind: string; sent: number }[]>`select kind, sent::int from outlet order by id`;
    const whole = async () => {
      await sql`update broadcast set created_at = created_at - interval '61 minutes'`;
      await sql`update outlet set next_try_at = null where next_try_at > now()`;
      return (await outlets()).map(({ sent }) => sent);
    };
    // Each cursor has passed each of them once.
    await expect.poll(whole, { timeout: 30_000, interval: 500 }).toEqual([count, count, count, count]);
    await expect
      .poll(() => sql`select from broadcast where state = 'running'`, { timeout: 30_000, interval: 500 })
      .toHaveLength(0);

    const hooks = receiver.came.flatMap(({ body }) => numbersIn(body));
    expect([...new Set(hooks)].sort((a, b) => a - b)).toEqual(all);
    expect(new Set(receiver.came.map(({ headers }) => headers["webhook-id"])).size, "one id each").toBe(count);

    const mailed = mails.came.flatMap(({ raw }) => numbersIn(readMail(raw).text));
    expect([...new Set(mailed)].sort((a, b) => a - b)).toEqual(all);

    // A burst says how many: none of them may be left out.
    const pushed = service.pushed().map(({ message: { title } }) => Number(/^(\d+) new/.exec(title)?.[1] ?? 1));
    const sumOf = (each: readonly number[]) => each.reduce((sum, one) => sum + one, 0);
    expect(sumOf(pushed)).toBeGreaterThanOrEqual(count);

    const toasts = await sql<{ message: string; outcome: string }[]>`
      select b.message, d.outcome from broadcast b join delivery d on d.broadcast_id = b.id`;
    expect(sumOf(toasts.map(({ message }) => toldBy(message)))).toBe(count);
    const shown = belfry.hub.lab(username).arrivals.map(({ body }) => String(body?.message));
    expect(again(shown), "toasts twice").toBe(0);
    const lost = toasts.filter(({ message }) => !shown.includes(message));
    // As with a broadcast: whether one came that was under way is not known, and so it is not sent again.
    expect(lost.filter(({ outcome }) => outcome !== "unknown")).toEqual([]);
    console.log(
      `killed ${kills} times while ${count} were published: webhook ${count} of ${count}, ${again(hooks)} twice with one id; mail ${count} of ${count}, ${again(mailed)} twice; push ${sumOf(pushed)} told of; lab ${count} of ${count} in ${toasts.length} toasts, 0 twice, ${lost.length} cut off`,
    );
  } finally {
    await database.close();
    await belfry.stop();
    for (const server of [receiver, service, mails]) await server.close();
  }
});

/** Makes outlets of somebody of the hub's. */
async function makeOutlets({ urls, hub }: Instances, outlets: object[]): Promise<void> {
  for (const outlet of outlets) {
    const answer = await fetch(`${urls[0]}/api/outlets`, {
      method: "POST",
      headers: { Authorization: `token ${hub.member.token}`, "Content-Type": "application/json" },
      body: JSON.stringify(outlet),
    });
    expect(answer.status, await answer.text()).toBe(201);
  }
}

/** Publishes several at a time, each until it is taken. @returns how many */
async function publishing({ urls, token, ask }: Instances, to: string, load: { over: boolean }): Promise<number> {
  const [url = ""] = urls;
  await ask(url, "PUT", "/api/origins/core");
  const taken = (number: number) =>
    fetch(`${url}/notifications`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        "Idempotency-Key": `number-${number}`,
      },
      body: JSON.stringify({ type: "note", origin: "core", data: { title: `Number ${number}.` }, to: { users: [to] } }),
    }).then(
      ({ status }) => status === 201,
      () => false,
    );
  let next = 0;
  const publisher = async () => {
    while (!load.over) {
      const number = next++;
      while (!(await taken(number))) await sleep(100);
      await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: publishers }, publisher));
  return next;
}
