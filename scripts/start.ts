/**
 * `npm start`: the built application, in this one process, so that its signals are ours to answer.
 * The address is `HOSTNAME` and `PORT`, or a hub's `JUPYTERHUB_SERVICE_URL`, as in `docs/configuration.md`.
 */
import { subscribe } from "node:diagnostics_channel";
import { existsSync } from "node:fs";
import { Server } from "node:http";
import { flushCompileCache } from "node:module";
import type { Server as NetServer } from "node:net";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { pathToFileURL } from "node:url";
import { parseEnv } from "#lib/env.ts";
import { readyChannel } from "#lib/http/ready-channel.ts";
import { holdRequests } from "./start/hold-requests.ts";
import { writeJsonLines } from "./start/json-lines.ts";
import { notListening } from "./start/not-listening.ts";
import { place } from "./start/place.ts";

// Somebody who looks on is told as people are; what is kept and searched is for programs.
const log = process.stdout.isTTY ? undefined : writeJsonLines();
if (!existsSync(".next/BUILD_ID")) {
  process.stderr.write("belfry: there is no build yet; run: npm run build\n");
  process.exit(1);
}
// The start hook answers SIGTERM itself: it ends the work in hand first, which Next.js does not know of.
process.env["NEXT_MANUAL_SIG_HANDLE"] = "true";
Object.assign(process.env, { NODE_ENV: "production" });
// From its first moment on the port takes requests, and none is answered with less than the whole application.
// Next.js takes upgrades to other protocols past everything that stands before it, and leaves their connections open.
// With nobody listening for them, Node.js answers them as the ordinary requests that they also are.
subscribe("tracing:net.server.listen:asyncStart", (message) => {
  const { server } = message as { server: Server | NetServer };
  if (!(server instanceof Server)) return;
  server.removeAllListeners("upgrade");
  holdRequests(server);
  // Next.js would write down the whole error, and no setting's name.
  server.prependListener("error", (error) => {
    const { HOSTNAME = "", PORT = "" } = process.env;
    process.stderr.write(`belfry: ${notListening(error, { HOSTNAME, PORT })}\n`);
    process.exit(1);
  });
});
// Who started this process with a channel to it learns the port, which with `PORT=0` the system chooses.
subscribe("tracing:net.server.listen:asyncEnd", (message) => {
  const address = (message as { server: Server }).server.address();
  if (typeof address === "object" && address) process.send?.({ port: address.port });
});
// However this ends, the next start has what this one compiled.
subscribe(readyChannel, () => setImmediate(flushCompileCache));
// V8's own, which start.mjs has put off.
subscribe(readyChannel, () => setFlagsFromString("--semi-space-growth-factor=2"));
const { folder, port, hostname } = prepared();
// In the container image Next.js is reduced to what the build needs, with a command of its own. Elsewhere its command-line
// program would first load all of its other commands.
const standalone = path.join(folder, "server.js");
if (existsSync(standalone)) await import(pathToFileURL(standalone).href);
else await (await import("next/dist/cli/next-start.js")).nextStart({ port, hostname }, folder);

/** Reads the settings, and puts the build where it is to be served from. What is wrong is said in one line. */
function prepared() {
  try {
    const { PORT: port, HOSTNAME: hostname, BASE_PATH, DATA_DIR, LOG_LEVEL } = parseEnv(process.env);
    if (log) log.level = LOG_LEVEL;
    const folder = place({ app: process.cwd(), at: BASE_PATH, dataDir: DATA_DIR });
    // The container image's command goes to its own folder before it reads them.
    Object.assign(process.env, {
      PORT: String(port),
      HOSTNAME: hostname,
      BASE_PATH,
      DATA_DIR: path.resolve(DATA_DIR),
      BELFRY_PLACED_IN: folder,
    });
    return { folder, port, hostname };
  } catch (error) {
    process.stderr.write(`belfry: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
