import type { SystemCtx } from "#lib/ctx.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Subscribers } from "./subscribers.ts";
import type { Stream } from "./stream.ts";
import type { StoredHere } from "./stored-here.ts";

/** The streams of one instance. What changes its subscribers is done in turn, one after the other. */
export interface Hub extends Pick<SystemCtx, "db" | "log"> {
  subscribers: Subscribers;
  storedHere: StoredHere;
  heartbeat: Heartbeat;
  /** How many streams are open, and from how many on a person is not given many more. */
  open: number;
  crowdedAt: number;
  /** How far each broadcast had come when it was last sent. */
  progress: Map<number, string>;
}

export const allStreams = ({ subscribers }: Pick<Hub, "subscribers">): Stream[] =>
  [...subscribers.people.values()].flatMap(({ streams }) => [...streams]);
