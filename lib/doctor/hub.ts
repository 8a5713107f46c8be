import type { Env } from "#lib/env.ts";
import { createHubClient, type HubClient } from "#lib/jupyterhub/client.ts";
import { internalTls } from "#lib/jupyterhub/internal-tls.ts";
import { inTwo, off, ok, wrong, type Finding } from "./check.ts";

/** The client, or why there is none; nothing where no hub is configured. */
export interface HubOf {
  client?: HubClient;
  fault?: unknown;
}

const timeoutMs = 5000;

/** A client of the hub that the settings name. */
export function hubOf(env: Env): HubOf {
  const { JUPYTERHUB_API_URL: apiUrl, JUPYTERHUB_API_TOKEN: apiToken } = env;
  if (!apiUrl || !apiToken) return {};
  try {
    return { client: createHubClient({ apiUrl, apiToken, timeoutMs, tls: internalTls(env) }) };
  } catch (fault) {
    return { fault };
  }
}

/** Whether the hub answers, knows our token, and gives it what is needed. */
export async function lookAtHub({ client, fault }: HubOf): Promise<Finding> {
  if (fault !== undefined)
    return inTwo(fault, "Set JUPYTERHUB_API_URL to the hub's API, such as http://127.0.0.1:8081/hub/api.");
  if (!client)
    return off(
      "broadcasts are off: no JupyterHub is configured",
      "To turn them on, set JUPYTERHUB_API_URL and JUPYTERHUB_API_TOKEN; docs/deploy-jupyterhub.md says how to get them.",
    );
  try {
    const { name, kind, missing } = await client.whoAmI();
    if (missing.length > 0)
      return wrong(
        `the hub knows us as the ${kind} ${name}, whose role lacks ${missing.join(", ")}`,
        `In jupyterhub_config.py: c.JupyterHub.load_roles = [{"name": "belfry", "services": ["${name}"], "scopes": ["list:users", "read:servers", "tokens"]}]; then restart the hub.`,
      );
    return ok(`${client.apiUrl} knows us as the ${kind} ${name} and gives every scope that is needed`);
  } catch (error) {
    return inTwo(error, "Check that the hub runs and that JUPYTERHUB_API_URL is right.");
  }
}
