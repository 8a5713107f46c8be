import type { ParseArgsOptionsConfig } from "node:util";
import type { Api } from "./api.ts";

/** What a command is given. */
export interface Given {
  /** What stands beside the options. */
  words: string[];
  options: Record<string, string | boolean | string[] | undefined>;
  /** Not for one that asks nobody. */
  api: () => Api;
  /** Whether standard output is to be JSON alone. */
  json: boolean;
  /** A line on standard output. */
  say: (line: string) => void;
  /** A line on standard error: progress, and what is good to know. */
  note: (line: string) => void;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
}

export interface Command {
  /** One line, for the list of all. */
  summary: string;
  /** All of it, for `belfry COMMAND --help`. */
  help: string;
  options: ParseArgsOptionsConfig;
  /** How many words it takes. */
  words: [least: number, most: number];
  /** @returns what to end with */
  run: (given: Given) => Promise<number>;
}

/** An option that is given once, as text. */
export function text({ options }: Given, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** One that may be given again and again. */
export function texts({ options }: Given, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}

export const on = ({ options }: Given, name: string): boolean => options[name] === true;
