/**
 * `npm run bench [name …] [-- --json] [-- --quick]`: all measurements, or those named. With `--json`, one flat object
 * alone. With `--quick` all is small: what is done is checked as always, the figures say nothing.
 */
import { parseArgs } from "node:util";
import { benchFanOut } from "./fan-out.ts";
import { benchInbox } from "./inbox.ts";
import { benchInboxHttp } from "./inbox-http.ts";
import { benchPage } from "./page.ts";
import { benchStreams } from "./streams.ts";

const benches: Record<string, (size: { quick: boolean }) => Promise<Record<string, number>>> = {
  "fan-out": benchFanOut,
  inbox: benchInbox,
  "inbox-http": benchInboxHttp,
  streams: ({ quick }) => benchStreams(quick ? 50 : 5000),
  page: benchPage,
};

const { values, positionals } = parseArgs({ options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false } }, allowPositionals: true });
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(`belfry: there is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
const figures: Record<string, number> = {};
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  process.stderr.write(`belfry: measuring ${name} …\n`);
  Object.assign(figures, await benches[name]?.(values));
}
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else for (const [name, figure] of Object.entries(figures)) process.stdout.write(`${name.padEnd(44)} ${Number(figure.toPrecision(4)).toLocaleString("en")}\n`);
