import { execFile } from "node:child_process";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const module = new URL("./watch-event-loop.ts", import.meta.url).href;

/** In a process of its own: this one has more to do than to watch itself. */
const script = `
  import { setTimeout as sleep } from "node:timers/promises";
  import { performance } from "node:perf_hooks";
  import { Registry } from "prom-client";
  import { collectProcessMetrics, watchEventLoop } from ${JSON.stringify(module)};
  const registry = new Registry();
  collectProcessMetrics(registry);
  watchEventLoop(registry);
  await sleep(50);
  const turns = () => performance.nodeTiming.uvMetricsInfo.loopCount;
  const before = turns();
  await sleep(1000);
  const inASecond = turns() - before;
  const end = performance.now() + 300;
  while (performance.now() < end);
  await sleep(50);
  console.log(JSON.stringify({ inASecond, text: await registry.metrics() }));
`;

/** Whether this Node.js can count turns: one that can't takes anything for the option. */
function countsTurns(): boolean {
  try {
    monitorEventLoopDelay({ samplePerIteration: "neither" as unknown as boolean });
    return false;
  } catch {
    return true;
  }
}

it("costs no turn of the loop while nothing else happens, or those of one timer, and tells one that took long", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  const { inASecond, text } = JSON.parse(stdout) as { inASecond: number; text: string };
  expect(inASecond).toBeLessThan(countsTurns() ? 10 : 60);
  expect(Number(/^belfry_event_loop_lag_seconds\{quantile="1"\} (.+)$/m.exec(text)?.[1])).toBeGreaterThan(0.29);
  expect([...text.matchAll(/^# TYPE (nodejs_eventloop_\w+)/gm)].map(([, name]) => name)).toEqual([
    "nodejs_eventloop_lag_seconds",
  ]);
});
