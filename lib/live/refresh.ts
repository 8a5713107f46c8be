import { replay, type Behind } from "./replay.ts";
import type { Hub } from "./hub.ts";
import { loadPeople, type LoadedPerson } from "./load-people.ts";

/**
 * Brings people up to date whose audiences may have changed: their streams get `reset`, and what has arrived for them
 * since they joined. Streams of somebody who is gone, disabled or in another role end.
 */
export async function refresh(
  hub: Hub,
  personIds: Iterable<number>,
  loaded?: ReadonlyMap<number, LoadedPerson>,
): Promise<void> {
  const here = [...personIds].flatMap((personId) => hub.subscribers.people.get(personId) ?? []);
  if (here.length === 0) return;
  const people =
    loaded ??
    (await loadPeople(
      hub.db,
      here.map(({ personId }) => personId),
    ));
  const behind: Behind[] = [];
  for (const subscriber of here) {
    const person = people.get(subscriber.personId);
    if (person?.sessionVersion !== subscriber.sessionVersion) {
      for (const stream of subscriber.streams) stream.end();
      continue;
    }
    const before = [...subscriber.streams].map((stream) => ({
      stream,
      after: new Map(hub.subscribers.position(subscriber, stream)),
    }));
    hub.subscribers.add(person);
    behind.push(...before.map((one) => ({ ...one, subscriber, person, reset: true, greeting: "" })));
  }
  try {
    await replay(hub, behind);
  } catch (error) {
    // The subscribers have moved on without them; they come back with the position they really have.
    for (const { stream } of behind) stream.end();
    throw error;
  }
}
