// Loaded before the server: its clock is off by as many milliseconds as the file CLOCK_FILE says, which may change.
// What it goes by now stands beside that file, in one whose name ends in `.taken`.
import { readFileSync, writeFileSync } from "node:fs";

const Real = Date;
const file = process.env["CLOCK_FILE"];
let byMs;
const take = () => {
  const wantedMs = Number(readFileSync(file, "utf8"));
  if (wantedMs === byMs) return;
  byMs = wantedMs;
  writeFileSync(`${file}.taken`, String(byMs));
};
take();
setInterval(take, 20).unref();
const now = () => Real.now() + byMs;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
