const windowMs = 60_000;

/**
 * Decides which of many lines are written that anybody can make us write: so many a minute, and so many of one kind.
 * @param sayLeftOut hears, when a minute is over, how many were not
 * @returns whether the next line of this kind is to be written
 */
export function sparingly(
  { most, mostOfOneKind }: { most: number; mostOfOneKind: number },
  sayLeftOut: (count: number) => void,
): (kind: string) => boolean {
  let written = 0;
  let leftOut = 0;
  const ofKind = new Map<string, number>();
  let window: NodeJS.Timeout | undefined;
  const end = () => {
    if (leftOut > 0) sayLeftOut(leftOut);
    ofKind.clear();
    [written, leftOut, window] = [0, 0, undefined];
  };
  return (kind) => {
    window ??= setTimeout(end, windowMs).unref();
    const before = ofKind.get(kind) ?? 0;
    if (written >= most || before >= mostOfOneKind) {
      leftOut += 1;
      return false;
    }
    written += 1;
    ofKind.set(kind, before + 1);
    return true;
  };
}
