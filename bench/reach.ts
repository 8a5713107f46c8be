/** What is to be reached: a figure at least (`least`) or at most (`most`) so large; `of` says what it is, for people. */
export interface Reach {
  of: string;
  least?: number;
  most?: number;
}

/** What Belfry promises of each figure. The others are there to be looked at. */
export const reaches: Record<string, Reach> = {
  "fan-out/1000/healthy-delivered": { of: "Share of 1,000 labs that get the message", least: 1 },
  "fan-out/5000-hung10/healthy-delivered": { of: "Share of the 4,500 healthy labs among 5,000 that get it", least: 1 },
  "fan-out/5000-hung10/wall-over-timeout": {
    of: "Fan-out to 5,000 labs, 500 of them hung, over the 5 s that a hung one takes by itself",
    most: 1.3,
  },
  "fan-out/5000-hung10/application-wall-over-timeout": {
    of: "The same through the whole application, which knows who hung the last time",
    most: 1.15,
  },
  "fan-out/1000/wall-over-latency": {
    of: "Time for 1,000 labs of 100 ms through the whole application, over 100 ms",
    most: 8,
  },
  "fan-out/1000-real-mint/wall-over-hub": {
    of: "The same with a hub that makes 100 tokens a second, over the hub's own time",
    most: 1.05,
  },
  "fan-out/1000-warm/send-to-last-lab-s": {
    of: "The same after the labs were checked while somebody wrote: from Send to the last lab (s)",
    most: 1.5,
  },
  "fan-out/1000-warm/cpu-over-cold": { of: "CPU a delivery of the application then, over without a check", most: 0.5 },
  "fan-out/1000-warm/tokens-over-labs": { of: "Tokens that check and send ask the hub for in all, a lab", most: 1 },
  "fan-out/5000/app-cpu-ms-each": { of: "CPU a delivery of the application, 5,000 labs (ms)", most: 0.25 },
  "fan-out/1000/original-over-ours": {
    of: "Time a lab that was told, original client over ours, 1,000 labs",
    least: 10,
  },
  "fan-out/5000-hung10/original-over-ours": { of: "The same, 5,000 labs, 500 of them hung", least: 10 },
  "fan-out/cpu-over-bare": { of: "CPU a delivery over a bare loop that posts the same", most: 2.5 },
  "publish/1e6-members-over-10": { of: "Publish to an origin with a million members over one with ten", most: 1.3 },
  "publish/1e4-outlets-over-0": {
    of: "Publish to ten thousand people who have an outlet over as many without",
    most: 1.1,
  },
  "clear/1e6-over-10": { of: "Clear a million notifications over ten", most: 1.5 },
  "list/1e7-over-1e4": { of: "List an inbox of ten million over one of ten thousand", most: 2 },
  "api/poll-cpu-over-bare": {
    of: "CPU of a poll without news, database included, over a bare node:http server's",
    most: 6,
  },
  "api/list-cpu-over-bare": { of: "The same of the 50 newest of 10,000, asked for before", most: 8 },
  "api/publish64-cpu-over-bare": { of: "The same of a publish, 64 at once", most: 14 },
  "api/publish1-cpu-over-bare": { of: "The same of a publish, one after another", most: 75 },
  "api/publish-to-500-streams-cpu-ms": { of: "CPU of a publish to the last of 500 streams (ms)", most: 10 },
  "api/publish-to-500-streams-cpu-over-bare": {
    of: "The same over a bare node:http server that writes as much to as many",
    most: 2,
  },
  "api/published-in-batches-per-second": { of: "Notifications a second, published 500 at a time", least: 20_000 },
  "publish/per-second-one-feed-over-naive": {
    of: "Publishes a second to one feed over an insert and a transaction each",
    least: 3,
  },
  "stream/5000/p99-ms": { of: "Publish to the last of 5,000 streams, 99th percentile (ms)", most: 500 },
  "stream/kb-each": { of: "Memory a stream (kB)", most: 30 },
  "start/ready-s": { of: "Start to ready on its own Postgres (s)", most: 1.5 },
  "start/idle-mb": { of: "Memory of the process when it is ready (MB)", most: 150 },
  "page/script-kb": { of: "Compressed script of the notification centre (kB)", most: 150 },
  "page/broadcast/script-kb": { of: "The same of the broadcast page", most: 190 },
};

/** How a figure compares with what is promised: above 1 is better than that. @returns nothing without a promise */
export function margin(key: string, figure: number): number | undefined {
  const { least, most } = reaches[key] ?? {};
  if (least !== undefined) return figure / least;
  return most === undefined ? undefined : most / figure;
}
