import type { Browser, CDPSession } from "@playwright/test";
import { firstVisit, settledMs, type State } from "./browser.ts";
import { median } from "./medians.ts";

/** The processor is made so many times slower, as a phone's is. */
const slower = 4;
/** A task that takes longer keeps people waiting for as long as it takes beyond that. */
const unnoticedMs = 50;

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Time of the processor, µs; what else the machine does meanwhile is not in it. */
  tdur?: number;
  dur?: number;
  args?: { name?: string };
}

/** A page that is looked at for the first time by somebody who is signed in. */
export interface Visit {
  key: string;
  url: string;
  storageState: State;
}

/** One task, of the same work on every machine. */
const bare = `<!doctype html><title>bare</title><script>
  let x = 1; for (let n = 0; n < 5e6; n++) x = (Math.imul(x, 48271) + n) | 0; document.title = String(x);
</script>`;
const nowhere = "http://127.0.0.1:9/bare";
/** What the page says last, which tells its process: what one says first can come before the trace hears it. */
const lastMark = "belfry: settled";

/**
 * Total blocking time of pages, and of one whose only task is a fixed piece of work: in turns, so that whatever else the
 * machine does meets all of them alike.
 * @returns medians, ms
 */
export async function blockingOf(
  browser: Browser,
  visits: readonly Visit[],
  loads: number,
): Promise<{ bare: number; ms: Map<string, number> }> {
  const took = new Map<string, number[]>();
  const state: State = { cookies: [], origins: [] };
  for (let load = 0; load < loads; load++)
    for (const { key, url, storageState } of [{ key: "bare", url: nowhere, storageState: state }, ...visits]) {
      const context = await firstVisit(browser, storageState);
      const page = await context.newPage();
      if (url === nowhere) await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: bare }));
      const ms = await blockingMs(await context.newCDPSession(page), async () => {
        await page.goto(url, { waitUntil: "load" });
        await page.waitForTimeout(settledMs);
        await page.evaluate((mark) => void performance.mark(mark), lastMark);
      });
      took.set(key, [...(took.get(key) ?? []), ms]);
      await context.close();
    }
  if (process.env["BELFRY_BENCH_DETAILS"]) console.error(took);
  const ms = new Map([...took].map(([key, all]) => [key, median(all)]));
  return { bare: ms.get("bare") ?? NaN, ms };
}

/**
 * Total blocking time of a page: of each task on its main thread what goes beyond 50 ms, on a processor made four times
 * slower, in time of the processor.
 * @param load ends with {@link lastMark}
 * @see https://web.dev/articles/tbt
 */
async function blockingMs(session: CDPSession, load: () => Promise<void>): Promise<number> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "blink.user_timing", "__metadata"] },
  });
  await load();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  // The browser has pages of its own, in other processes.
  const its = events.find(({ name }) => name === lastMark)?.pid;
  if (its === undefined) throw new Error("the trace does not know the page");
  const main = events.find(
    ({ name, pid, args }) => pid === its && name === "thread_name" && args?.name === "CrRendererMain",
  )?.tid;
  return events
    .filter(
      ({ name, pid, tid }) =>
        pid === its && tid === main && (name === "RunTask" || name === "ThreadControllerImpl::RunTask"),
    )
    .reduce((sum, { tdur = 0 }) => sum + Math.max(0, tdur / 1000 - unnoticedMs), 0);
}
