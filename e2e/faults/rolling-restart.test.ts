import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { startInstances } from "./instances.ts";
import { startHaproxy, startNginx } from "./proxies.ts";

const publishEveryMs = 125;
const broadcastEveryMs = 2500;

interface Answered {
  status: number;
  /** Ids in it, where it is what was asked for; else its text. */
  id: number | string;
  location: string | null;
}

it("three instances restarted one after the other under load: every publish is taken, every broadcast answered", async () => {
  const instances = await startInstances(3, { labs: 40, latencyMs: 50, settings: { DRAIN_SECONDS: "5" } });
  const proxies = [await startNginx(instances.urls), await startHaproxy(instances.urls)];
  try {
    const [first = ""] = instances.urls;
    await instances.ask(first, "PUT", "/api/origins/core");
    await instances.ask(first, "PUT", "/api/origins/core/members/admin");
    const published: Answered[] = [];
    const sent: Answered[] = [];
    const note = { type: "note", origin: "core", data: { title: "Under load" } };
    const load = { over: false };
    const repeat = async (everyMs: number, into: Answered[], url: string, path: string, body: object) => {
      const asked: Promise<void>[] = [];
      for (; !load.over; await sleep(everyMs))
        asked.push(
          instances
            .ask(url, "POST", path, body)
            .then(taken, failed)
            .then((one) => void into.push(one)),
        );
      await Promise.all(asked);
    };
    const loads = proxies.flatMap(({ url }) => [
      repeat(publishEveryMs, published, url, "/notifications", note),
      repeat(broadcastEveryMs * 2, sent, url, "/hub/api/notifications/broadcast", { message: "Under load" }),
    ]);
    await sleep(1000);
    for (let n = 0; n < 3; n++) {
      await instances.restart(n);
      await sleep(1000);
    }
    load.over = true;
    await Promise.all(loads);

    expect(published.filter(({ status }) => status !== 201)).toEqual([]);
    const list = await instances.ask(first, "GET", "/notifications/core?range=0");
    expect((await list.json()) as object).toMatchObject({ total_count: published.length });

    const untold = ({ status, id, location }: Answered) =>
      status === 202 ? location !== `/hub/api/notifications/broadcast/${id}` : status !== 200;
    expect(sent.filter(untold)).toEqual([]);
    let rung = 0;
    for (const { id } of sent) {
      const look = async () =>
        (await (await instances.ask(first, "GET", `/hub/api/notifications/broadcast/${id}`)).json()) as {
          state: string;
          successful: number;
          total: number;
        };
      await expect.poll(async () => (await look()).state).toBe("finished");
      const { successful, total } = await look();
      expect(successful).toBe(total);
      rung += successful;
    }
    expect(instances.hub.state().totals.arrivals, "nobody twice").toBe(rung);
    console.log(
      `three instances restarted: ${published.length} of ${published.length} published, ${sent.length} broadcasts answered, ${sent.filter(({ status }) => status === 202).length} of them with 202; ${rung} deliveries, none twice`,
    );
  } finally {
    for (const proxy of proxies) await proxy.stop();
    await instances.stop();
  }
});

async function taken(response: Response): Promise<Answered> {
  const text = await response.text();
  const { id = text } = response.ok ? (JSON.parse(text) as { id?: number }) : {};
  return { status: response.status, id, location: response.headers.get("location") };
}

const failed = (error: unknown): Answered => ({ status: 0, id: String(error), location: null });
