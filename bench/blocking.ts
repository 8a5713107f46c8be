import type { CDPSession } from "@playwright/test";

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

/**
 * Total blocking time of a page: of each task on its main thread what goes beyond 50 ms, on a processor made four times
 * slower, in time of the processor.
 * @see https://web.dev/articles/tbt
 */
export async function blockingMs(session: CDPSession, load: () => Promise<void>): Promise<number> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "__metadata"] },
  });
  await load();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  const main = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return events
    .filter(
      ({ name, pid, tid }) =>
        (name === "RunTask" || name === "ThreadControllerImpl::RunTask") && main.has(`${pid} ${tid}`),
    )
    .reduce((sum, { tdur = 0 }) => sum + Math.max(0, tdur / 1000 - unnoticedMs), 0);
}
