import type { Followed } from "./committed.ts";
import { Memory } from "./memory.ts";
import { readTopic } from "./topics.ts";

/** At a few hundred bytes each, some megabytes. */
const most = 20_000;

/** A memory of what people may do and who they are; what is announced of a person takes theirs out. */
export function memoryOfPeople<V extends { id: number }>(bus: Followed): Memory<string, V> {
  const memory = new Memory<string, V>(most);
  const hear = (text: string) => {
    const topic = readTopic(text);
    if (topic?.about === "rights" || topic?.about === "account") memory.forgetWhere(({ id }) => id === topic.personId);
  };
  bus.follow({ hear, hearOwn: hear, miss: () => memory.clear() });
  return memory;
}
