/**
 * Does what nobody waits for, once the page has loaded and has nothing else to do.
 * @param work gives a function that ends it
 * @returns a function that ends it, or lets it never begin
 */
export function whenIdle(work: () => Promise<() => void>): () => void {
  let ended = false;
  let end: (() => void) | undefined;
  const begin = () => {
    if (ended) return;
    void work().then(
      (stop) => (ended ? stop() : (end = stop)),
      // It could not be fetched: the next page tries again.
      () => undefined,
    );
  };
  // Not in every browser.
  const soon = () =>
    "requestIdleCallback" in window ? requestIdleCallback(begin, { timeout: 5000 }) : setTimeout(begin, 1000);
  if (document.readyState === "complete") soon();
  else window.addEventListener("load", soon, { once: true });
  return () => {
    ended = true;
    window.removeEventListener("load", soon);
    end?.();
  };
}
