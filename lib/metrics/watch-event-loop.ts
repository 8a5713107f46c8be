import { monitorEventLoopDelay } from "node:perf_hooks";
import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";

const nanosecondsPerSecond = 1e9;
/** How much of the past the figures are about, at the least. */
const windowMs = 15_000;

/**
 * What prom-client tells of every Node.js program, but for how late timers are: to find that out it sets one each 10 ms, which was
 * half of the processor time of an instance that nobody asks. {@link watchEventLoop} tells it without any.
 */
export function collectProcessMetrics(registry: Registry): void {
  // The longest that a timer can be set for.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 2 ** 31 - 1 });
  for (const figure of ["min", "max", "mean", "stddev", "p50", "p90", "p99"])
    registry.removeSingleMetric(`nodejs_eventloop_lag_${figure}_seconds`);
}

/** Watches how long turns of the event loop take: so late may come what is due. Quantiles of the last quarter of a minute or more. */
export function watchEventLoop(registry: Registry): void {
  const begin = () => {
    // A Node.js that counts no turns, such as 22, sets a timer each 20 ms, which what it says has in it.
    const delay = monitorEventLoopDelay({ samplePerIteration: true, resolution: 20 });
    delay.enable();
    return { delay, begunMs: performance.now() };
  };
  let current = begin();
  let last = current;
  new Gauge({
    name: "belfry_event_loop_lag_seconds",
    help: "How long turns of the event loop took: so late may come what is due.",
    labelNames: ["quantile"],
    registers: [registry],
    collect() {
      if (performance.now() - current.begunMs > windowMs) {
        last = current;
        last.delay.disable();
        current = begin();
      }
      for (const quantile of [0.5, 0.99, 1])
        this.set({ quantile }, last.delay.percentile(quantile * 100) / nanosecondsPerSecond);
    },
  });
}
