import { type LabMix, demoMix } from "./mix.ts";

export interface SimulatedHubOptions {
  /** Servers in all, named and stopped ones too: 1 to 5,000; 25. */
  labs?: number;
  /** How many of them are a second server `gpu` of somebody whose first one is healthy; 1. */
  namedServers?: number;
  /** What is not healthy; the demo's: 8 % each slow, hung, crashed and without the extension. */
  mix?: LabMix;
  /** The same seed gives the same labs the same behaviours; 1. */
  seed?: number;
  /** How long a healthy lab takes to answer, in ms; 0. */
  latencyMs?: number;
  /** How long a slow lab takes, in ms; 1,500. */
  slowMs?: number;
  /** How long one token takes at least, in ms; 0. */
  mintMs?: number;
  /** Tokens a second; 0: no limit. A real hub makes 60 to 150. */
  mintsPerSecond?: number;
  /** The scopes of the service; `list:users`, `read:servers`, `tokens`, `read:users:groups`. */
  scopes?: string[];
  /** Users a page at most; 200, as hubs do. */
  pageLimit?: number;
  /** The version it says it is; below 5 a stopped lab answers 405 and an unknown scope 500; 5.5.1. */
  version?: string;
  /** The hub's own base path, with a slash at both ends; `/`. */
  basePath?: string;
  /** 0: any free one. */
  port?: number;
}

export type HubConfig = Required<SimulatedHubOptions>;

/**
 * Fills in the defaults.
 * @throws RangeError that names the option and what it may be.
 */
export function checkOptions(given: SimulatedHubOptions): HubConfig {
  const labs = given.labs ?? 25;
  const config: HubConfig = {
    labs,
    namedServers: given.namedServers ?? (labs > 1 ? 1 : 0),
    mix: given.mix ?? demoMix,
    seed: given.seed ?? 1,
    latencyMs: given.latencyMs ?? 0,
    slowMs: given.slowMs ?? 1_500,
    mintMs: given.mintMs ?? 0,
    mintsPerSecond: given.mintsPerSecond ?? 0,
    scopes: given.scopes ?? ["list:users", "read:servers", "tokens", "read:users:groups"],
    pageLimit: given.pageLimit ?? 200,
    version: given.version ?? "5.5.1",
    basePath: given.basePath ?? "/",
    port: given.port ?? 0,
  };
  whole("labs", config.labs, 1, 5_000);
  whole("namedServers", config.namedServers, 0, Math.floor(config.labs / 2));
  whole("seed", config.seed, 0, 2 ** 32 - 1);
  whole("latencyMs", config.latencyMs, 0, 600_000);
  whole("slowMs", config.slowMs, 0, 600_000);
  whole("mintMs", config.mintMs, 0, 600_000);
  whole("mintsPerSecond", config.mintsPerSecond, 0, 1_000_000);
  whole("pageLimit", config.pageLimit, 1, 200);
  whole("port", config.port, 0, 65_535);
  for (const [behaviour, amount] of Object.entries(config.mix)) {
    if (!(amount >= 0) || (amount >= 1 && !Number.isInteger(amount))) {
      throw new RangeError(`${behaviour} must be a share below 1 or a whole number of labs, not ${amount}.`);
    }
  }
  if (!/^\d+\.\d+/.test(config.version)) throw new RangeError(`version must look like 5.5.1, not "${config.version}".`);
  if (!/^\/([\w.~-]+\/)*$/.test(config.basePath)) {
    throw new RangeError(`basePath must begin and end with a slash, not "${config.basePath}".`);
  }
  return config;
}

/** 5 of 5.5.1. */
export function majorOf({ version }: HubConfig): number {
  return Number.parseInt(version, 10);
}

/** @throws RangeError unless `value` is a whole number from `least` to `most`. */
export function whole(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}.`);
  }
}
