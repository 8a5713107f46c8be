import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { SingleFlight } from "#lib/async/single-flight.ts";
import { keyOf, type Started } from "./warm-labs.ts";

/** What is known of a lab: whether it has the receiving extension, and why that can't be told where it can't. */
export interface Finding {
  extension: Extension;
  reason?: string;
}

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
  readonly underWay = new SingleFlight<Finding>();
  readonly #answers = new Map<string, { finding: Finding; untilMs: number }>();

  /** What is still good of what this server answered. @param nowMs on a clock that does not jump */
  recall(server: Started, nowMs: number): Finding | undefined {
    const answer = this.#answers.get(keyOf(server));
    return answer && answer.untilMs > nowMs ? answer.finding : undefined;
  }

  keep(server: Started, finding: Finding, nowMs: number): void {
    this.#answers.set(keyOf(server), { finding, untilMs: nowMs + goodForMs[finding.extension] });
  }

  /** Forgets all but these servers, so that it never grows beyond the hub. */
  retain(servers: readonly Started[]): void {
    const listed = new Set(servers.map(keyOf));
    for (const key of this.#answers.keys()) if (!listed.has(key)) this.#answers.delete(key);
  }
}
