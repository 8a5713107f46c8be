import type { ConnectionPool } from "#lib/jupyterhub/connection-pool.ts";
import { openLabConnections } from "#lib/jupyterhub/lab-connections.ts";
import { internalTls } from "#lib/jupyterhub/internal-tls.ts";
import { hubAddresses, parseLabUrlTemplate } from "#lib/jupyterhub/lab-url.ts";
import type { Env } from "#lib/env.ts";
import { Checks } from "./checks.ts";
import { ProbeMemory } from "./probe-memory.ts";
import { SilentLabs } from "./silent-labs.ts";
import { WarmLabs } from "./warm-labs.ts";

/** How this instance reaches labs. */
export interface Labs {
  urlTemplate: string;
  /** The hub's public address, below which those that it gives itself have to be. */
  hubUrl: string | undefined;
  timeoutMs: number;
  /** Requests being worked on at once; one that merely waits for its lab is not counted. */
  concurrency: number;
  pool: ConnectionPool;
  /** What they have answered to probes. */
  memory: ProbeMemory;
  /** Those that hung when they were last asked. */
  silent: SilentLabs;
  /** Tokens that were made for probes and can be sent with. */
  warm: WarmLabs;
  /** What probes may take of the hub. */
  checks: Checks;
  close: () => void;
}

/** Opens the connections to labs as the environment says. @throws Error that names a template no address can be made of, or a file that is wrong */
export function openLabs(env: Env): Labs {
  checkTemplate(env);
  const warm = new WarmLabs();
  const pool = openLabConnections({ timeoutMs: env.DELIVERY_TIMEOUT_MS, tls: internalTls(env) });
  return {
    urlTemplate: env.LAB_URL_TEMPLATE,
    hubUrl: env.JUPYTERHUB_PUBLIC_URL,
    timeoutMs: env.DELIVERY_TIMEOUT_MS,
    concurrency: env.DELIVERY_CONCURRENCY,
    pool,
    memory: new ProbeMemory(),
    silent: new SilentLabs(),
    warm,
    checks: new Checks(),
    close: () => {
      warm.clear();
      pool.destroy();
    },
  };
}

function checkTemplate({
  LAB_URL_TEMPLATE: template,
  JUPYTERHUB_API_URL: api,
  JUPYTERHUB_PUBLIC_URL: hubUrl,
}: Env): void {
  if (template === hubAddresses) {
    if (api !== undefined && hubUrl === undefined)
      throw new Error("JUPYTERHUB_PUBLIC_URL is required because LAB_URL_TEMPLATE is hub");
    return;
  }
  try {
    parseLabUrlTemplate(template);
  } catch (error) {
    throw new Error(`LAB_URL_TEMPLATE: ${(error as Error).message}`, { cause: error });
  }
}
