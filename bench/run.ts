/**
 * `npm run bench [name …] [-- --json] [-- --quick]`: all measurements, or those named. With `--json`, one flat object
 * alone. With `--quick` all is small: what is done is checked as always, and a few ratios that hold at any size.
 * A whole run of everything also writes the figures and plots of `docs/performance.md`.
 */
import { parseArgs } from "node:util";
import { benchBroadcast } from "./broadcast.ts";
import { benchFanOut } from "./fan-out.ts";
import { checkGuards } from "./guards.ts";
import { benchInbox } from "./inbox.ts";
import { benchInboxHttp } from "./inbox-http.ts";
import { benchPage } from "./page.ts";
import { reaches } from "./reach.ts";
import { writeReport } from "./report.ts";
import { benchStart } from "./start.ts";
import { benchStreams } from "./streams.ts";

const benches: Record<string, (size: { quick: boolean }) => Promise<Record<string, number>>> = {
  broadcast: benchBroadcast,
  "fan-out": benchFanOut,
  inbox: benchInbox,
  "inbox-http": benchInboxHttp,
  streams: ({ quick }) => benchStreams(quick ? 50 : 5000),
  start: benchStart,
  page: benchPage,
};

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `belfry: there is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`,
  );
  process.exit(2);
}
const figures: Record<string, number> = {};
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  process.stderr.write(`belfry: measuring ${name} …\n`);
  Object.assign(figures, await benches[name]?.(values));
}
if (values.quick) checkGuards(figures);
else if (Object.keys(reaches).every((key) => key in figures)) writeReport(figures, new Date());
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const [name, figure] of Object.entries(figures))
    process.stdout.write(`${name.padEnd(44)} ${Number(figure.toPrecision(4)).toLocaleString("en")}\n`);
