/**
 * `npm run demo`: the application on its embedded Postgres, with a simulated hub and sample notifications; a page that signs
 * in with one click; and a story that is told from that click on.
 * `npm run demo -- --jupyterhub`: on a real hub with three labs, which it installs.
 * `npm run demo -- --send "text" [--type warning] [--labs 1000] [--json]`: one broadcast through the public API.
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { VARIANTS, type Variant } from "#lib/broadcast/message.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { openApi } from "./client/api.ts";
import { outcomeTable } from "./client/outcome-table.ts";
import { sendBroadcast } from "./client/send-broadcast.ts";
import { ensureBuilt } from "./demo/build.ts";
import { publishSamples } from "./demo/samples.ts";
import { hubSettings, isReady, startServer, type DemoServer } from "./demo/server.ts";
import { demoOnJupyterHub } from "./demo/on-jupyterhub.ts";
import { startStoryteller } from "./demo/storyteller.ts";
import { openWelcome } from "./demo/welcome.ts";
import { demoFolder, forgetRunning, readState, removeFolder, writeState, type DemoState } from "./demo/state.ts";

const usage = `npm run demo                                    start the demo
npm run demo -- --send "text" [options]         send one broadcast and show what came of it
  --type ${VARIANTS.join("|")}
  --labs 25        how many labs the simulated hub has, up to 5000
  --json           standard output is the result document alone
npm run demo -- --jupyterhub                    a real JupyterHub with three labs (needs Python ≥ 3.10)`;

const say = (line: string) => process.stderr.write(`${line}\n`);

function options() {
  try {
    const { values } = parseArgs({
      options: {
        send: { type: "string" },
        type: { type: "string", default: "info" },
        labs: { type: "string" },
        json: { type: "boolean", default: false },
        jupyterhub: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const labs = values.labs === undefined ? undefined : Number(values.labs);
    if (labs !== undefined && !(Number.isInteger(labs) && labs >= 1 && labs <= 5000))
      throw new Error(`--labs is ${values.labs}; a number from 1 to 5000 fits`);
    if (!(VARIANTS as readonly string[]).includes(values.type))
      throw new Error(`--type is ${values.type}; one of ${VARIANTS.join(", ")} fits`);
    if (values.json && values.send === undefined) throw new Error("--json goes with --send");
    if (values.jupyterhub && (values.send !== undefined || labs !== undefined))
      throw new Error("--jupyterhub goes alone: it has three real labs");
    return { ...values, type: values.type as Variant, labs };
  } catch (error) {
    say(`belfry: ${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** The demo's server and hub in this process's care. @param folder the database; its own folder for each kind of demo */
async function startDemo(
  state: DemoState,
  { labs, port, folder }: { labs: number; port: number; folder: string },
): Promise<{ server: DemoServer; hub: SimulatedHub }> {
  await ensureBuilt();
  const hub = await startSimulatedHub({ labs });
  const settings = {
    DATABASE_URL: "",
    DATA_DIR: folder,
    // It may be opened by any name that leads here, as localhost or through a forwarded port.
    AUTH_URL: "",
    ADMIN_USERNAME: "admin",
    ADMIN_PASSWORD: state.password,
    ADMIN_TOKEN: state.token,
    ...hubSettings(hub),
  };
  const server = await startServer({ port, settings }).catch((error: unknown) => {
    // Somebody else has the port that was asked for: any will do.
    if (port === 0 || !(error as Error).message.includes("EADDRINUSE")) throw error;
    return startServer({ settings });
  });
  return { server, hub };
}

async function demo(labs: number): Promise<void> {
  const state = readState();
  if (state.running && (await isReady(state.running.url))) {
    say(`belfry: the demo runs already, at ${state.running.url}`);
    return;
  }
  const { server, hub } = await startDemo(state, {
    labs,
    port: Number(process.env["PORT"] || 3000),
    folder: demoFolder,
  });
  await publishSamplesOnce(server.url, state);
  writeState({ ...state, running: { pid: process.pid, url: server.url, labs } });
  const story = startStoryteller(openApi(server.url, state.token), say);
  const welcome = await openWelcome({
    ...{ belfry: server.url, username: "admin", password: state.password, labs },
    ...{ port: Number(new URL(server.url).port) + 1, told: story.told, opened: story.begin, tellAgain: story.tell },
  });
  process.stdout.write(`
  Belfry runs at   ${server.url}
  Sign in as       admin   ${state.password}
  With one click   ${welcome.url}   signs you in, and has something happen to look at
  API token        ${state.token}
  Simulated hub    ${hub.url}   ${labs} labs

  Send from the page, or from here:
  npm run demo -- --send "Maintenance at 18:00" --type warning

  Ctrl-C ends it.
`);
  await askedToStop();
  say("\nbelfry: stopping");
  story.end();
  await welcome.close();
  await server.stop();
  await hub.close();
  forgetRunning();
}

const askedToStop = () => Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);

async function publishSamplesOnce(url: string, { token }: DemoState): Promise<void> {
  const core = await fetch(`${url}/api/origins/core`, { headers: { Authorization: `Bearer ${token}` } });
  if (core.status === 404) await publishSamples(url, token);
}

/** Sends through the running demo, unless there is none or it has another number of labs; then through one for this alone. */
async function send(
  message: string,
  { type, labs, json }: { type: Variant; labs: number | undefined; json: boolean },
): Promise<void> {
  const state = readState();
  const running = state.running;
  const usable = running && (labs === undefined || labs === running.labs) && (await isReady(running.url));
  const folder = `${demoFolder}-${process.pid}`;
  const own = usable ? undefined : await startDemo(state, { labs: labs ?? 25, port: 0, folder });
  const stop = async () => {
    await own?.server.stop();
    await own?.hub.close();
    if (own) removeFolder(folder);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  try {
    const api = openApi(own?.server.url ?? running?.url ?? "", state.token);
    const document = await sendBroadcast(api, { message, variant: type }, showProgress);
    const failed = document.failed > 0 ? `, ${document.failed} failed` : "";
    process.stdout.write(
      json
        ? `${JSON.stringify(document)}\n`
        : `\n${outcomeTable(document)}\n\n${document.successful} of ${document.total} delivered${failed}\n`,
    );
  } finally {
    await stop();
  }
}

let shown = "";

function showProgress({ total, successful, failed, state }: BroadcastDocument): void {
  const line = `belfry: ${state}: ${successful} delivered, ${failed} failed, ${total - successful - failed} to go`;
  if (line === shown) return;
  shown = line;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}${state === "running" ? "" : "\n"}` : `${line}\n`);
}

const { send: message, type, labs, json, jupyterhub, help } = options();
try {
  if (help) process.stdout.write(`${usage}\n`);
  else if (jupyterhub) await demoOnJupyterHub(say, askedToStop);
  else if (message === undefined) await demo(labs ?? 25);
  else await send(message, { type, labs, json });
} catch (error) {
  say(`belfry: ${(error as Error).message}`);
  process.exit(1);
}
