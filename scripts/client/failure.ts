/** What the command ends with; scripts can tell them apart. */
export const exits = { done: 0, refused: 1, usage: 2, unreachable: 3, denied: 4, undelivered: 5 } as const;

/** Ends the command with one line, and what else is known of it. */
export class Failure extends Error {
  readonly exit: number;
  /** For `--json`: the server's own document, where there is one. */
  readonly problem: unknown;

  constructor(exit: number, message: string, problem?: unknown) {
    super(message);
    this.exit = exit;
    this.problem = problem;
  }
}

/** It was called wrongly. */
export const misused = (message: string) => new Failure(exits.usage, message);
