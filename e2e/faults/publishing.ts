import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import type { Instances } from "./instances.ts";

/** What became of one request. */
export interface Published {
  title: string;
  status: number;
  retryAfter: string | null;
  /** What the answer said, where it was none of success. */
  said: string;
  tookMs: number;
}

/** Publishes under way, one after the other to each instance in turn. */
interface Load {
  answers: Published[];
  /** Ends it, and waits for what is under way. */
  end: () => Promise<void>;
}

let published = 0;

/** Publishes one notification. */
export function publish(belfry: Instances, url: string): Promise<Published> {
  const title = `n${(published += 1)}`;
  return answered(title, () =>
    belfry.ask(url, "POST", "/notifications", { type: "note", origin: "core", data: { title } }),
  );
}

/** Looks for one, which is a statement of its own each time. */
export function search(belfry: Instances, url: string): Promise<Published> {
  const title = `s${(published += 1)}`;
  return answered(title, () => belfry.ask(url, "GET", `/notifications?q=${title}`));
}

async function answered(title: string, ask: () => Promise<Response>): Promise<Published> {
  const since = performance.now();
  const response = await ask();
  const { detail = "" } = (await response.json()) as { detail?: string };
  const tookMs = performance.now() - since;
  return { title, status: response.status, retryAfter: response.headers.get("retry-after"), said: detail, tookMs };
}

/** Makes an origin to publish to. */
export async function makeOrigin(belfry: Instances): Promise<void> {
  const [url = ""] = belfry.urls;
  for (const path of ["/api/origins/core", "/api/origins/core/members/admin"])
    expect((await belfry.ask(url, "PUT", path)).ok).toBe(true);
}

/** Starts to publish, until that is ended or the test over. */
export function publishing(belfry: Instances, everyMs = 100): Load {
  const answers: Published[] = [];
  let over = false;
  onTestFinished(() => void (over = true));
  const asked: Promise<unknown>[] = [];
  const notAnswered = (error: unknown) =>
    answers.push({ title: "", status: 0, retryAfter: null, said: String(error), tookMs: 0 });
  const load = (async () => {
    for (let n = 0; !over; n++, await sleep(everyMs))
      asked.push(
        publish(belfry, belfry.urls[n % belfry.urls.length] ?? "").then((one) => answers.push(one), notAnswered),
      );
  })();
  return {
    answers,
    async end() {
      over = true;
      await load;
      await Promise.all(asked);
    },
  };
}

/** The titles of those that were acknowledged and are not there. */
export async function lost(belfry: Instances, answers: readonly Published[]): Promise<string[]> {
  const stored = new Set<string>();
  for (let range = 0, total = 1; range < total; range += 50) {
    const list = (await (
      await belfry.ask(belfry.urls[0] ?? "", "GET", `/notifications/core?range=${range}`)
    ).json()) as { data: { data: { title: string } }[]; total_count: number };
    for (const { data } of list.data) stored.add(data.title);
    total = list.total_count;
  }
  return answers.filter(({ status, title }) => status === 201 && !stored.has(title)).map(({ title }) => title);
}

/** What `/readyz` of an instance says. */
export async function readiness(url: string): Promise<number> {
  return (await fetch(`${url}/readyz`)).status;
}

/** Waits until all instances are what is wanted. @returns how long that took */
export async function whenAll(belfry: Instances, status: 200 | 503): Promise<number> {
  const since = performance.now();
  for (const url of belfry.urls)
    await expect.poll(() => readiness(url), { timeout: 30_000, interval: 100 }).toBe(status);
  return Math.round(performance.now() - since);
}

/** Reads a stream until an event holds this. */
export async function heard(stream: Response, title: string): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(`"${title}"`)) return;
  }
  throw new Error(`the stream ended before ${title} came`);
}
