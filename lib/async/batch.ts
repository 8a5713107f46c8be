/** A batch that takes longer than this is stuck, and no longer waited for by the next. */
const stuckMs = 1000;

/**
 * Joins calls into batches: what is asked while one batch is under way goes with the next. One call alone starts at
 * once; a thousand cost two statements instead of a thousand. Nobody waits behind a batch that is stuck.
 * @param run does a batch; its results are in the order of its items. When it fails, so does every call in it
 * @param most items in one batch at the most
 * @param lingerMs from the beginning of one batch to that of the next: what trickles in is gathered for so long, while one
 *   call after a pause still starts at once
 */
export function batch<T, R>(run: (items: T[]) => Promise<R[]>, most = 1000, lingerMs = 0): (item: T) => Promise<R> {
  let waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  let busy = false;
  let latest: symbol | undefined;
  let begunMs = -Infinity;

  function begin(): void {
    const pauseMs = waiting.length < most ? begunMs + lingerMs - performance.now() : 0;
    if (pauseMs > 0) setTimeout(() => void runNext(), pauseMs);
    else void runNext();
  }

  async function runNext(): Promise<void> {
    const taken = waiting.slice(0, most);
    waiting = waiting.slice(most);
    begunMs = performance.now();
    const mine = (latest = Symbol("batch"));
    const goOn = () => {
      if (latest !== mine) return;
      if (waiting.length > 0) begin();
      else {
        busy = false;
        latest = undefined;
      }
    };
    const stuck = setTimeout(goOn, stuckMs);
    try {
      const results = await run(taken.map(({ item }) => item));
      taken.forEach(({ resolve }, index) => resolve(results[index] as R));
    } catch (error) {
      taken.forEach(({ reject }) => reject(error));
    }
    clearTimeout(stuck);
    goOn();
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // In a microtask, so that calls made in one go share even the first batch.
      if (!busy) {
        busy = true;
        queueMicrotask(begin);
      }
    });
}

/**
 * As {@link batch}, on each database pool by itself.
 * @param run as there; what went wrong for one item alone must not fail the batch
 */
export function batchPerDatabase<D extends object, T, R>(
  run: (db: D, items: T[]) => Promise<R[]>,
  most?: number,
): (db: D, item: T) => Promise<R> {
  const joins = new WeakMap<D, (item: T) => Promise<R>>();
  return (db, item) => {
    let join = joins.get(db);
    if (!join) joins.set(db, (join = batch((items) => run(db, items), most)));
    return join(item);
  };
}
