// Loaded before the server: its clock differs from everybody else's by so much.
const byMs = Number(process.env["CLOCK_SKEW_MS"] ?? 0);
const Real = Date;

globalThis.Date = class extends Real {
  constructor(...args) {
    super(...(args.length === 0 ? [Real.now() + byMs] : args));
  }

  static now() {
    return Real.now() + byMs;
  }
};
