import { readdir } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { gauge } from "./series.ts";

const nanosecondsPerSecond = 1e9;
/** How much of the past the figures of the event loop are about, at the least. */
const windowMs = 15_000;

/** Watches how late the event loop comes to what is due. @returns the lines of the last quarter of a minute or more */
export function watchEventLoop(): () => string {
  let current = monitorEventLoopDelay({ resolution: 20 });
  current.enable();
  let [begunMs, last] = [performance.now(), current];
  return () => {
    if (performance.now() - begunMs > windowMs) {
      last = current;
      last.disable();
      current = monitorEventLoopDelay({ resolution: 20 });
      current.enable();
      begunMs = performance.now();
    }
    const quantiles = [0.5, 0.99, 1].map(
      (quantile) => [{ quantile }, last.percentile(quantile * 100) / nanosecondsPerSecond] as const,
    );
    return gauge(
      "belfry_event_loop_lag_seconds",
      "How late the event loop came to what was due; timers of 20 ms included.",
      quantiles,
    );
  };
}

/** What the system says of this process, under the names that every Prometheus client gives it. */
export async function processLines(): Promise<string> {
  const { user, system } = process.cpuUsage();
  const memory = process.memoryUsage();
  // Linux alone has it.
  const files = await readdir("/proc/self/fd").then(
    ({ length }) => length,
    () => undefined,
  );
  return [
    gauge("process_cpu_seconds_total", "Processor time used.", [[{}, (user + system) / 1e6]], "counter"),
    gauge("process_resident_memory_bytes", "Memory held.", [[{}, memory.rss]]),
    gauge("nodejs_heap_size_used_bytes", "Of it, JavaScript objects.", [[{}, memory.heapUsed]]),
    gauge("nodejs_external_memory_bytes", "Of it, buffers.", [[{}, memory.external]]),
    gauge("process_open_fds", "Open files and connections.", [[{}, files]]),
    gauge("process_start_time_seconds", "When this process started, in seconds since 1970.", [
      [{}, Math.round(Date.now() / 1000 - process.uptime())],
    ]),
    gauge("nodejs_version_info", "The runtime.", [[{ version: process.version }, 1]]),
  ].join("");
}
