/** Work on one thing, by its id; it calls `claimed` once there is nothing left to begin, though what it has begun goes on. */
export type Work = (id: number, claimed: () => void) => Promise<void>;

/** Takes up the work; resolves when it is done. */
export interface Take {
  (id: number): Promise<void>;
  /** All that is in hand. */
  inHand: () => Promise<void>[];
}

/**
 * Begins the work on each thing once at a time in this process. All who ask meanwhile have it looked at once more, as
 * soon as nothing is left to begin: what hangs of a broadcast holds up nobody who is still to be rung.
 */
export function oneAtATime(work: Work): Take {
  const begun = new Map<number, { claimed: Promise<void>; next: Promise<void> | undefined }>();
  const inHand = new Set<Promise<void>>();

  function take(id: number): Promise<void> {
    const before = begun.get(id);
    if (before) return (before.next ??= before.claimed.then(() => take(id)));
    const { promise, resolve } = Promise.withResolvers<void>();
    begun.set(id, { claimed: promise, next: undefined });
    const claimed = () => {
      if (begun.get(id)?.claimed === promise) begun.delete(id);
      resolve();
    };
    const done = work(id, claimed).finally(() => {
      claimed();
      inHand.delete(done);
    });
    inHand.add(done);
    return done;
  }
  return Object.assign(take, { inHand: () => [...inHand] });
}
