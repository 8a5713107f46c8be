const steps = [
  [60, "min"],
  [60, "h"],
  [24, "d"],
] as const;

/** How long ago a moment was, in one number: `just now`, `5 min ago`, `2 h ago`, `3 d ago`. Both in ms. */
export function ago(thenMs: number, nowMs: number): string {
  let amount = Math.max(0, nowMs - thenMs) / 1000;
  let said = "just now";
  for (const [size, unit] of steps) {
    amount /= size;
    if (amount < 1) break;
    said = `${Math.floor(amount)} ${unit} ago`;
  }
  return said;
}
