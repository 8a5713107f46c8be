import type { Database } from "#db/client.ts";
import { FINAL_OUTCOMES } from "#lib/broadcast/outcome.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import type { Live } from "#lib/live/open-live.ts";
import { processLines, watchEventLoop } from "./process.ts";
import { Counter, gauge, Histogram } from "./series.ts";
import { onEmitted } from "#lib/diagnostics.ts";
import { workLines } from "./work.ts";

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
  /** What went wrong the last time: a request to the hub, or in the last minute a statement for want of disk. */
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
  const deliveries = new Counter(
    "belfry_deliveries_total",
    "Deliveries to labs that ended here, by outcome.",
    FINAL_OUTCOMES.map((outcome) => ({ outcome })),
  );
  const signIns = new Counter("belfry_sign_ins_total", "Sign-ins with a password.", [
    { result: "succeeded" },
    { result: "failed" },
  ]);
  const hub = new Counter(
    "belfry_hub_requests_total",
    "Requests to the hub: failed ones had no answer, or one that a hub does not give.",
    [{ result: "answered" }, { result: "refused" }, { result: "failed" }],
  );
  const refusals = new Counter(
    "belfry_database_refusals_total",
    "Requests answered with 503: the database did not answer, or its disk was full.",
    [{ reason: "away" }, { reason: "full" }],
  );
  const slow = new Counter("belfry_streams_cut_off_total", "Streams ended because their reader did not read.", [{}]);
  const requests = new Counter("belfry_http_requests_total", "Requests answered, by route and status.");
  const durations = new Histogram(
    "belfry_http_request_duration_seconds",
    "Time from a request's first byte to the last of its answer.",
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  );
  onEmitted("delivery", ({ outcome }) => deliveries.add({ outcome }));
  onEmitted("signIn", ({ result }) => signIns.add({ result }));
  let hubAnswers: boolean | undefined;
  let fullAtMs = -Infinity;
  onEmitted("hubRequest", ({ result }) => {
    hub.add({ result });
    hubAnswers = result !== "failed";
  });
  onEmitted("databaseRefusal", ({ reason }) => {
    refusals.add({ reason });
    if (reason === "full") fullAtMs = performance.now();
  });
  onEmitted("slowReader", () => slow.add({}));
  const eventLoopLines = watchEventLoop();

  return {
    answered({ method, route, status, durationMs }) {
      requests.add({ method, route, status });
      if (durationMs !== undefined) durations.observe({ route }, durationMs / 1000);
    },
    troubles: () => ({ hubFailed: hubAnswers === false, databaseFull: performance.now() - fullAtMs < fullForMs }),
    async text() {
      const pool = database.pool();
      const [work, own] = await Promise.all([workLines({ db: database.db, log }), processLines()]);
      return [
        ...[deliveries, signIns, hub, refusals, slow, requests, durations].map((family) => family.text()),
        work,
        gauge("belfry_hub_up", "Whether the hub answered the last time it was asked.", [
          [{}, hubAnswers === undefined ? undefined : Number(hubAnswers)],
        ]),
        gauge("belfry_streams_open", "Streams of events open here.", [[{}, live.streams()]]),
        gauge("belfry_pool_connections_max", "Connections to the database this instance may hold.", [[{}, pool.max]]),
        gauge("belfry_pool_in_use", "Of them, at work.", [[{}, pool.inUse]]),
        gauge("belfry_pool_waiting", "Statements and transactions that wait for one.", [[{}, pool.waiting]]),
        eventLoopLines(),
        own,
      ].join("");
    },
  };
}
