import type { ProbedLab } from "./queries.ts";

/** What probing the labs found: how many would show a message, how many lack the extension, how many did not answer, how many were not asked. */
export interface Preflight {
  ready: number;
  missing: number;
  unreachable: number;
  unasked: number;
}

/** Labs that are still starting were not probed and count nowhere. */
export function preflightOf(labs: readonly ProbedLab[]): Preflight {
  const ready = labs.filter((lab) => lab.ready);
  const count = (extension: ProbedLab["extension"]) => ready.filter((lab) => lab.extension === extension).length;
  return {
    ready: count("installed"),
    missing: count("missing"),
    unreachable: count("unreachable"),
    unasked: count(undefined),
  };
}

/** So many names are read; of more, how many. */
const mostNamed = 5;

/** Who can't be reached and why, a line each; nothing of those for whom no reason is known. */
export function unreachableLabs(labs: readonly ProbedLab[]): string[] {
  const lines = labs.flatMap(({ username, server, extension, reason }) =>
    extension === "unreachable" && reason !== undefined
      ? `${server ? `${username}/${server}` : username}: ${reason}`
      : [],
  );
  const rest = lines.length - mostNamed;
  return rest > 0 ? [...lines.slice(0, mostNamed), `and ${rest.toLocaleString("en")} more`] : lines;
}
