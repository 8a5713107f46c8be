/**
 * Joins calls into batches: what is asked while one batch is under way goes with the next. One call alone starts at
 * once; a thousand cost two statements instead of a thousand.
 * @param run does a batch; its results are in the order of its items. When it fails, so does every call in it
 * @param most items in one batch at the most
 */
export function batch<T, R>(run: (items: T[]) => Promise<R[]>, most = 1000): (item: T) => Promise<R> {
  let waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  let busy = false;

  async function work(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const taken = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const results = await run(taken.map(({ item }) => item));
        taken.forEach(({ resolve }, index) => resolve(results[index] as R));
      } catch (error) {
        taken.forEach(({ reject }) => reject(error));
      }
    }
    busy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      // In a microtask, so that calls made in one go share even the first batch.
      if (!busy) {
        busy = true;
        queueMicrotask(() => void work());
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
