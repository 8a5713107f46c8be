import { catchUp, type Behind } from "./catch-up.ts";
import { standing } from "./deliver.ts";
import type { Line } from "./line.ts";
import { loadPeople, type LoadedPerson } from "./load-people.ts";

/**
 * Brings people up to date whose audiences may have changed: their streams get `reset`, and what has arrived for them
 * since they joined. Streams of somebody who is gone, disabled or in another role end.
 */
export async function refresh(
  line: Line,
  personIds: Iterable<number>,
  loaded?: ReadonlyMap<number, LoadedPerson>,
): Promise<void> {
  const here = [...personIds].flatMap((personId) => line.roster.listeners.get(personId) ?? []);
  if (here.length === 0) return;
  const people =
    loaded ??
    (await loadPeople(
      line.db,
      here.map(({ personId }) => personId),
    ));
  const behind: Behind[] = [];
  for (const listener of here) {
    const person = people.get(listener.personId);
    if (person?.sessionVersion !== listener.sessionVersion) {
      for (const stream of listener.streams) stream.end();
      continue;
    }
    const before = [...listener.streams].map((stream) => ({
      stream,
      after: new Map(standing(line.roster, listener, stream)),
    }));
    line.roster.admit(person);
    behind.push(...before.map((one) => ({ ...one, listener, person, reset: true, greeting: "" })));
  }
  try {
    await catchUp(line, behind);
  } catch (error) {
    // The roster has moved on without them; they come back with the position they really have.
    for (const { stream } of behind) stream.end();
    throw error;
  }
}
