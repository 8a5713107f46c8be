import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";

const nanosecondsPerSecond = 1e9;
/** How much of the past the figures are about, at the least: prom-client's own end with each scrape, whoever asked. */
const windowMs = 15_000;

/** Watches how late the event loop comes to what is due: quantiles of the last quarter of a minute or more. */
export function watchEventLoop(registry: Registry): void {
  const begin = () => {
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    return { delay, begunMs: performance.now() };
  };
  let current = begin();
  let last = current;
  new Gauge({
    name: "belfry_event_loop_lag_seconds",
    help: "How late the event loop came to what was due; timers of 20 ms included.",
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
