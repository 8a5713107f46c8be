import { parseArgs } from "node:util";
import {
  type LabBehaviour,
  type SimulatedHubOptions,
  labBehaviours,
  startSimulatedHub,
} from "./simulated-hub/index.ts";

/** The flags that take a number, and the option each one sets. */
const numberFlags = {
  labs: "labs",
  "named-servers": "namedServers",
  seed: "seed",
  latency: "latencyMs",
  "slow-ms": "slowMs",
  "mint-ms": "mintMs",
  "mints-per-second": "mintsPerSecond",
  "page-limit": "pageLimit",
  port: "port",
} as const satisfies Record<string, keyof SimulatedHubOptions>;

const misbehaviours = labBehaviours.filter((behaviour) => behaviour !== "healthy");

const help = `Runs a simulated JupyterHub with its labs on 127.0.0.1 until it is told to end.
Prints one line of JSON: where it is, the service's token, and the tokens of an admin and of a plain user.

  --labs N              servers in all, 1 to 5000 (25)
  --named-servers N     how many of them are somebody's second server "gpu" (1)
  --seed N              another seed spreads them differently (1)
  --latency MS          how long a healthy lab takes (0)
  --slow-ms MS          how long a slow lab takes (1500)
  --mint-ms MS          how long the hub takes for a token (0)
  --mints-per-second N  how many tokens the hub makes in a second (0: no limit)
  --page-limit N        users a page at most, 1 to 200 (200)
  --hub-version V       the version it answers as (5.5.1)
  --base-path /PATH/    the hub's base path (/)
  --port N              0: any free one (0)
  --help                this text

How many labs are not healthy: N below 1 is a share, from 1 on a count; the rest is healthy.
Without any of these it is 8 % each of slow, hung, crashed and no-extension.

${misbehaviours.map((behaviour) => `  --${behaviour} N`).join("\n")}
`;

/** A flag that is wrong; its message says which and why. */
class UsageError extends Error {}

function readFlags(args: string[]): SimulatedHubOptions | "help" {
  const names = [...Object.keys(numberFlags), ...misbehaviours, "hub-version", "base-path"];
  const { values } = parseArgs({
    args,
    options: {
      help: { type: "boolean" },
      ...Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
    },
  });
  if (values.help === true) return "help";
  const given: Record<string, string | boolean | undefined> = values;
  const options: SimulatedHubOptions = {};
  for (const [flag, option] of Object.entries(numberFlags)) {
    const value = given[flag];
    if (typeof value === "string") options[option] = toNumber(flag, value);
  }
  const asked = misbehaviours.flatMap((behaviour): [LabBehaviour, number][] => {
    const value = given[behaviour];
    return typeof value === "string" ? [[behaviour, toNumber(behaviour, value)]] : [];
  });
  if (asked.length > 0) options.mix = Object.fromEntries(asked);
  if (typeof given["hub-version"] === "string") options.version = given["hub-version"];
  if (typeof given["base-path"] === "string") options.basePath = given["base-path"];
  return options;
}

function toNumber(flag: string, value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw new UsageError(`--${flag} must be a number, not "${value}".`);
  return Number(value);
}

async function main(): Promise<void> {
  const options = readFlags(process.argv.slice(2));
  if (options === "help") return void process.stdout.write(help);
  const hub = await startSimulatedHub(options);
  const { url, apiUrl, apiToken, labUrlTemplate, admin, member } = hub;
  process.stdout.write(
    `${JSON.stringify({ url, apiUrl, apiToken, labUrlTemplate, admin, member, labs: hub.labs().length })}\n`,
  );
  const end = () => void hub.close();
  process.once("SIGTERM", end).once("SIGINT", end);
}

/** 2 for a flag that is wrong, as `parseArgs`, this file or the hub's options find it; 1 for anything else. */
function exitCodeOf(error: unknown): number {
  const isParseError = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isParseError || error instanceof UsageError || error instanceof RangeError ? 2 : 1;
}

try {
  await main();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n${process.exitCode === 2 ? "See --help.\n" : ""}`);
}
