import type { SystemCtx } from "#lib/ctx.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Roster } from "./roster.ts";
import type { Stream } from "./stream.ts";

/** One instance's end of the live line. What changes the roster is done in turn, one after the other. */
export interface Line extends Pick<SystemCtx, "db" | "log"> {
  roster: Roster;
  heartbeat: Heartbeat;
  /** How many streams are open, and from how many on a person is not given many more. */
  open: number;
  crowdedAt: number;
  /** How far each broadcast had come when it was last told. */
  progress: Map<number, string>;
}

export const allStreams = ({ roster }: Pick<Line, "roster">): Stream[] =>
  [...roster.listeners.values()].flatMap(({ streams }) => [...streams]);
