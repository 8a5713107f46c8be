/** What waits until then. */
let waiting: (() => void)[] | undefined = [];

/**
 * Does something once the page is at work, at once when it is: for what was typed, chosen or pressed as soon as a part of the
 * page could hear it, and the framework's router does not listen yet. It learns of an address that changes from then on.
 */
export function whenAtWork(act: () => void): void {
  if (waiting) waiting.push(act);
  else act();
}

/** Says that it is. */
export function beginWork(): void {
  const acts = waiting ?? [];
  waiting = undefined;
  for (const act of acts) act();
}
