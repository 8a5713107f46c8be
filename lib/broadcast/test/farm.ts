import type { IncomingMessage, ServerResponse } from "node:http";
import { httpServer, labConnections, type TestServer } from "#lib/jupyterhub/test/servers.ts";
import { Semaphore } from "#lib/async/semaphore.ts";
import type { FanOutOptions, Target } from "../fan-out.ts";
import { posting, type Delivered } from "../post-once.ts";
import { labPayload } from "../schema.ts";

export const payload = labPayload({
  message: "Maintenance at 18:00",
  variant: "warning",
  autoClose: false,
  immediate: true,
});

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export const healthy: Behaviour = (_, response) =>
  response.writeHead(200, { "content-type": "application/json" }).end('{"success": true}');
export const hung: Behaviour = () => undefined;
export const missing: Behaviour = (_, response) => response.writeHead(404).end();

interface Farm extends TestServer {
  /** Who has been rung, in order. */
  rung: string[];
}

/** Labs behind one address; `behaviourOf` says how the one of a name answers. */
export async function farm(behaviourOf: (name: string) => Behaviour = () => healthy): Promise<Farm> {
  const rung: string[] = [];
  const server = await httpServer((request, response) => {
    const name = request.url?.split("/")[2] ?? "";
    rung.push(name);
    request.resume();
    behaviourOf(name)(request, response);
  });
  return { ...server, rung };
}

export function targetsAt({ origin }: { origin: string }, names: string[]): Target[] {
  return names.map((name) => ({ username: name, server: "", url: `${origin}/user/${name}/ingest` }));
}

export const numbered = (count: number, name = "lab") =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`);

type Options = FanOutOptions<Target, Delivered<Target>>;

/** @param more `hubConcurrency` tokens at once, `timeoutMs` for each lab */
export function optionsWith({
  hubConcurrency = 8,
  timeoutMs = 60_000,
  pool = labConnections(),
  ...more
}: Partial<Options> & { hubConcurrency?: number; timeoutMs?: number } = {}): Options {
  return {
    ...posting({ payload, pool, timeoutMs }),
    mint: ({ username }) => Promise.resolve(`token-of-${username}`),
    minting: new Semaphore(hubConcurrency),
    pool,
    ...more,
  };
}

export async function collect(results: AsyncIterable<Delivered<Target>>): Promise<Delivered<Target>[]> {
  const all = [];
  for await (const result of results) all.push(result);
  return all;
}

export const outcomes = (results: Delivered<Target>[]) =>
  results.map(({ target, outcome }) => `${target.username} ${outcome}`);
