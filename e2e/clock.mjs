// Loaded before the server: its clock is off by as many milliseconds as the file CLOCK_FILE says, which may change.
import { readFileSync } from "node:fs";

const Real = Date;
const offMs = () => Number(readFileSync(process.env["CLOCK_FILE"], "utf8"));
let byMs = offMs();
setInterval(() => (byMs = offMs()), 20).unref();
const now = () => Real.now() + byMs;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
