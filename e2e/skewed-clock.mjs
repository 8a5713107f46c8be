// Loaded before the server: its clock differs from everybody else's by so much.
const byMs = Number(process.env["CLOCK_SKEW_MS"] ?? 0);
const Real = Date;
const now = () => Real.now() + byMs;

globalThis.Date = new Proxy(Real, {
  construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
