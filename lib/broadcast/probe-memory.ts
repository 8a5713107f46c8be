import type { HubServer } from "#lib/jupyterhub/client.ts";
import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { SingleFlight } from "#lib/async/single-flight.ts";

/**
 * How long an answer is good for. An extension that is missing may soon be installed; a lab that did not answer is
 * always asked again.
 */
const goodForMs: Record<Extension, number> = { installed: 600_000, missing: 60_000, unreachable: 0 };

/**
 * What labs have answered to probes. Each probe costs the hub a token, and pages ask whenever they are opened. A server
 * that was started anew is another one.
 */
export class ProbeMemory {
  /** Those that are being asked now. */
  readonly underWay = new SingleFlight<Extension>();
  readonly #answers = new Map<string, { extension: Extension; untilMs: number }>();

  /** What is still good of what this server answered. @param nowMs on a clock that does not jump */
  recall(server: HubServer, nowMs: number): Extension | undefined {
    const answer = this.#answers.get(keyOf(server));
    return answer && answer.untilMs > nowMs ? answer.extension : undefined;
  }

  keep(server: HubServer, extension: Extension, nowMs: number): void {
    this.#answers.set(keyOf(server), { extension, untilMs: nowMs + goodForMs[extension] });
  }

  /** Forgets all but these servers, so that it never grows beyond the hub. */
  retain(servers: readonly HubServer[]): void {
    const listed = new Set(servers.map(keyOf));
    for (const key of this.#answers.keys()) if (!listed.has(key)) this.#answers.delete(key);
  }
}

/** Which server it is, since when. */
export const keyOf = ({ username, server, started }: HubServer) => JSON.stringify([username, server, started]);
