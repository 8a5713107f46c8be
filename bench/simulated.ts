import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { HubSnapshot, Lab } from "#scripts/simulated-hub/index.ts";

/** A simulated hub with its labs, in a process of its own, since what is measured needs its core for itself. */
export interface HubProcess {
  apiUrl: string;
  apiToken: string;
  labUrlTemplate: string;
  /** Everything it has counted so far. */
  state: () => Promise<HubSnapshot>;
  /** When each request with a message came to a lab, in ms since 1970. */
  arrivals: () => Promise<number[]>;
  /** What it has counted, and nothing else. */
  forget: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts one. @param flags as `scripts/simulated-hub.ts --help` lists them, without the dashes */
export async function startHub(flags: Record<string, number>): Promise<HubProcess> {
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, ["scripts/simulated-hub.ts", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { url, apiUrl, apiToken, labUrlTemplate } = JSON.parse(line) as {
    url: string;
    apiUrl: string;
    apiToken: string;
    labUrlTemplate: string;
  };
  const control = async (method: string, path: string): Promise<unknown> =>
    (await fetch(`${url}/_simulated/${path}`, { method })).json();
  return {
    apiUrl,
    apiToken,
    labUrlTemplate,
    state: async () => (await control("GET", "state")) as HubSnapshot,
    arrivals: async () => ((await control("GET", "labs")) as Lab[]).flatMap((lab) => lab.arrivals.map(({ at }) => at)),
    forget: async () => {
      await control("POST", "forget");
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
