import type { ProbedLab } from "./queries.ts";

/** What probing the labs found: how many would show a message, how many lack the extension, how many did not answer. */
export interface Preflight {
  ready: number;
  missing: number;
  unreachable: number;
}

/** Labs that are still starting were not probed and count nowhere. */
export function preflightOf(labs: readonly ProbedLab[]): Preflight {
  const count = (extension: ProbedLab["extension"]) => labs.filter((lab) => lab.extension === extension).length;
  return { ready: count("installed"), missing: count("missing"), unreachable: count("unreachable") };
}
