/**
 * Runs one turn after the other, never two at a time.
 * @param due asked after each turn and at each wake: another one now, or soon, which is `everyMs` after the last began
 */
export function throttledLoop(
  turn: () => Promise<void>,
  due: () => "now" | "soon" | "never",
  everyMs: number,
): { wake: () => void; stop: () => void } {
  let working = false;
  let stopped = false;
  let beganMs = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const wake = () => {
    if (working || stopped) return;
    clearTimeout(timer);
    const next = due();
    if (next === "never") return;
    timer = setTimeout(() => void work(), next === "now" ? 0 : Math.max(0, beganMs + everyMs - performance.now()));
  };
  const work = async () => {
    working = true;
    beganMs = performance.now();
    await turn();
    working = false;
    wake();
  };
  return {
    wake,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
