import { openLabs } from "#lib/broadcast/labs.ts";
import { hubFirst, off, wordsOf, wrong, type Finding } from "#lib/doctor/check.ts";
import { lookAtClock } from "#lib/doctor/clock.ts";
import { hubOf, lookAtHub, type HubOf } from "#lib/doctor/hub.ts";
import { lookAtLab } from "#lib/doctor/lab.ts";
import type { Check } from "#lib/doctor/schema.ts";
import { parseEnv, type Env } from "#lib/env.ts";
import { lookAtAddress } from "./address.ts";
import { lookAtBuild } from "./build.ts";
import { lookAtDatabase } from "./database.ts";
import { lookAtFolder } from "./folder.ts";
import { lookAtPort } from "./port.ts";

const settingsHelp = "Set it right where Belfry gets its environment; docs/configuration.md has all of them.";

/**
 * Looks at all that a start and a broadcast need, with the application's own checks, and changes nothing: no lab is sent
 * anything, the database stays as it was. Where the settings themselves are wrong, nothing else can be looked at.
 * @param variables the environment that the application has
 * @param now ms since 1970, as this machine's clock says
 */
export async function diagnose(
  variables: Record<string, string | undefined>,
  { now = Date.now }: { now?: () => number } = {},
): Promise<Check[]> {
  let env: Env;
  try {
    env = parseEnv(variables);
  } catch (error) {
    return [{ name: "settings", ...wrong(wordsOf(error), settingsHelp) }];
  }
  const checks: Check[] = [{ name: "settings", state: "ok", found: "every variable that is set can be read" }];
  const note = (name: string, finding: Finding) => void checks.push({ name, ...finding });
  note("build", lookAtBuild(process.cwd()));
  const folder = lookAtFolder(env);
  note("folder", folder.finding);
  const database = await lookAtDatabase(env, folder.place);
  note("database", database.finding);

  const hub = hubOf(env);
  const found = await lookAtHub(hub);
  note("hub", found);
  note("lab", found.state === "wrong" ? hubFirst : await lookAtFirstLab(env, hub));
  note("clock", await lookAtClock({ apiUrl: env.JUPYTERHUB_API_URL, databaseMs: database.clockMs, now }));

  const port = await lookAtPort(env);
  note("port", port.finding);
  note("address", await lookAtAddress(env, port.standIn));
  port.standIn?.close();
  hub.client?.close();
  return checks;
}

async function lookAtFirstLab(env: Env, { client }: HubOf): Promise<Finding> {
  if (!client) return off("no hub says which labs there are");
  try {
    const labs = openLabs(env);
    return await lookAtLab(client, labs).finally(() => labs.close());
  } catch (error) {
    return wrong(wordsOf(error), settingsHelp);
  }
}
