const last = new Map<string, Promise<unknown>>();

/** Does the work once all earlier work under the same key has ended; other keys do not wait for it. */
export async function withMutex<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(key);
  const mine = before ? before.then(work, work) : work();
  last.set(key, mine);
  try {
    return await mine;
  } finally {
    if (last.get(key) === mine) last.delete(key);
  }
}
