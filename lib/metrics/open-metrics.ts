import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "#db/client.ts";
import { FINAL_OUTCOMES } from "#lib/broadcast/outcome.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import type { Live } from "#lib/live/open-live.ts";
import { onEmitted } from "#lib/diagnostics.ts";
import { collectProcessMetrics, watchEventLoop } from "./watch-event-loop.ts";
import { workGauges } from "./work-gauges.ts";

/** A request that has been answered. `route` is one of ours, never an address as it was asked for. */
export interface Answered {
  method: string;
  route: string;
  status: number;
  /** Left out for streams, which last. */
  durationMs?: number | undefined;
}

/** What this process counts. Every instance tells its own; what lies in the database all of them tell alike. */
export interface Metrics {
  answered: (request: Answered) => void;
  /** What went wrong the last time: a request to the hub, or it refused our token; or in the last minute a statement for want of disk. */
  troubles: () => { hubFailed: boolean; databaseFull: boolean };
  /** Everything in the text format of Prometheus, version 0.0.4. */
  text: () => Promise<string>;
}

/** Who could not write for want of disk is told to come again after this time. */
const fullForMs = 60_000;

interface Watched {
  database: Database;
  live: Pick<Live, "streams">;
  log: SystemCtx["log"];
}

/** Starts to count. */
export function openMetrics({ database, live, log }: Watched): Metrics {
  const registry = new Registry();
  collectProcessMetrics(registry);
  watchEventLoop(registry);
  watchPool(registry, database);
  const counter = counterOf(registry);
  const deliveries = counter("belfry_deliveries_total", "Deliveries to labs that ended here, by outcome.", {
    outcome: FINAL_OUTCOMES,
  });
  const signIns = counter("belfry_sign_ins_total", "Sign-ins with a password.", { result: ["succeeded", "failed"] });
  const hub = counter(
    "belfry_hub_requests_total",
    "Requests to the hub: failed ones had no answer, or one that a hub does not give.",
    { result: ["answered", "refused", "failed"] },
  );
  const refusals = counter(
    "belfry_database_refusals_total",
    "Requests answered with 503: the database did not answer, or its disk was full.",
    { reason: ["away", "full"] },
  );
  const slow = counter("belfry_streams_cut_off_total", "Streams ended because their reader did not read.");
  const requests = counter("belfry_http_requests_total", "Requests answered, by route and status.", {
    method: [],
    route: [],
    status: [],
  });
  const durations = new Histogram({
    name: "belfry_http_request_duration_seconds",
    help: "Time from a request's first byte to the last of its answer.",
    labelNames: ["route"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  let hubAnswers: boolean | undefined;
  let tokenAccepted = true;
  let fullAtMs = -Infinity;
  onEmitted("delivery", ({ outcome }) => deliveries.inc({ outcome }));
  onEmitted("signIn", ({ result }) => signIns.inc({ result }));
  onEmitted("hubRequest", ({ result }) => {
    hub.inc({ result });
    hubAnswers = result !== "failed";
  });
  onEmitted("serviceToken", ({ accepted }) => (tokenAccepted = accepted));
  onEmitted("databaseRefusal", ({ reason }) => {
    refusals.inc({ reason });
    if (reason === "full") fullAtMs = performance.now();
  });
  onEmitted("slowReader", () => slow.inc());
  new Gauge({
    name: "belfry_hub_up",
    help: "Whether the hub answered the last time it was asked, and takes our token.",
    registers: [registry],
    collect() {
      // Before it was asked nothing is known, and nothing told.
      if (hubAnswers === undefined) this.remove();
      else this.set(Number(hubAnswers && tokenAccepted));
    },
  });
  new Gauge({
    name: "belfry_streams_open",
    help: "Streams of events open here.",
    registers: [registry],
    collect() {
      this.set(live.streams());
    },
  });

  return {
    answered({ method, route, status, durationMs }) {
      requests.inc({ method, route, status });
      if (durationMs !== undefined) durations.observe({ route }, durationMs / 1000);
    },
    troubles: () => ({
      hubFailed: hubAnswers === false || !tokenAccepted,
      databaseFull: performance.now() - fullAtMs < fullForMs,
    }),
    text: async () => Registry.merge([registry, await workGauges({ db: database.db, log })]).metrics(),
  };
}

/** Makes counters whose known labels are told as 0 from the start, so that an alarm sees the first one. */
function counterOf(registry: Registry) {
  return <L extends string>(name: string, help: string, known: Partial<Record<L, readonly string[]>> = {}) => {
    const labelNames = Object.keys(known) as L[];
    const made = new Counter<L>({ name, help, labelNames, registers: [registry] });
    for (const label of labelNames)
      for (const value of known[label] ?? []) made.inc({ [label]: value } as Record<L, string>, 0);
    return made;
  };
}

function watchPool(registry: Registry, database: Database): void {
  for (const [name, help, of] of [
    ["belfry_pool_connections_max", "Connections to the database this instance may hold.", "max"],
    ["belfry_pool_in_use", "Of them, at work.", "inUse"],
    ["belfry_pool_waiting", "Statements and transactions that wait for one.", "waiting"],
  ] as const)
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(database.pool()[of]);
      },
    });
}
