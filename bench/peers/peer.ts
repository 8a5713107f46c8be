import type { Asked } from "../load.ts";

/** A server that is measured beside ours, as its own manual says it is started and asked. */
export interface Peer {
  program: string;
  start: (at: { port: number; folder: string }) => { args: string[]; env?: Record<string, string> };
  /** What answers with a status below 300 once it is ready. */
  health: string;
  /** Makes what its requests need. @returns a publish, and once there are messages the reads */
  prepare: (url: string) => Promise<{ publish: () => Asked; reads: () => Promise<{ poll: Asked; list: Asked }> }>;
}

/** One request by itself. @returns its answer @throws Error when its status is another than it is to be */
export async function asked(url: string, { method = "GET", path: at, headers, body, status }: Asked): Promise<string> {
  const answer = await fetch(url + at, { method, ...(headers && { headers }), ...(body !== undefined && { body }) });
  const said = await answer.text();
  if (answer.status !== status) throw new Error(`${method} ${at} answered ${answer.status}: ${said.slice(0, 200)}`);
  return said;
}
