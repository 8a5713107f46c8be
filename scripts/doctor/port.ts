import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ok, wordsOf, wrong, type Finding } from "#lib/doctor/check.ts";
import type { Env } from "#lib/env.ts";

/** Listens in the application's place while it does not run. */
export interface StandIn {
  port: number;
  /** The word that it answers with, which nobody else does. */
  word: string;
  /** What came in. */
  requests: IncomingMessage[];
  close: () => void;
}

/** Whether the application can listen where it is to, or does so already. */
export async function lookAtPort(env: Env): Promise<{ finding: Finding; standIn?: StandIn }> {
  const at = `${env.HOSTNAME}:${env.PORT}`;
  const requests: IncomingMessage[] = [];
  const word = crypto.randomUUID();
  const server = createServer((request, response) => {
    requests.push(request);
    response.end(word);
  });
  try {
    const { port } = await listen(server, env);
    const close = () => {
      server.close();
      server.closeAllConnections();
    };
    return { finding: ok(`${at} is free`), standIn: { port, word, requests, close } };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return { finding: await whoListens(env, at) };
    if (code === "EACCES")
      return {
        finding: wrong(
          `this account may not listen at ${at}`,
          "Set PORT to one from 1024 on, behind a proxy that has the port which people use.",
        ),
      };
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      return {
        finding: wrong(
          `HOSTNAME (${env.HOSTNAME}) is no address of this machine`,
          "Set HOSTNAME to one that it has: 127.0.0.1, or 0.0.0.0 for all.",
        ),
      };
    return { finding: wrong(`nothing can listen at ${at}: ${wordsOf(error)}`, "Look at HOSTNAME and PORT.") };
  }
}

async function listen(server: Server, { HOSTNAME, PORT }: Env): Promise<AddressInfo> {
  server.listen(PORT, HOSTNAME);
  await once(server, "listening");
  return server.address() as AddressInfo;
}

async function whoListens({ HOSTNAME, PORT, BASE_PATH }: Env, at: string): Promise<Finding> {
  const host = /^(0\.0\.0\.0|::)$/.test(HOSTNAME) ? "127.0.0.1" : HOSTNAME.includes(":") ? `[${HOSTNAME}]` : HOSTNAME;
  const address = `http://${host}:${PORT}${BASE_PATH}/readyz`;
  const state = await fetch(address, { signal: AbortSignal.timeout(5000) })
    .then(async (answer) => (await answer.json()) as Record<string, unknown>)
    .catch(() => undefined);
  if (typeof state?.["worker"] !== "string")
    return wrong(
      `something other than Belfry${BASE_PATH && ` at ${BASE_PATH}`} listens at ${at}`,
      "Stop it, or set PORT (and the proxy) to another one.",
    );
  const failed = Object.keys(state).filter((part) => part !== "status" && state[part] === "failed");
  return state["status"] === "ok"
    ? ok(`Belfry runs at ${at} and is ready`)
    : wrong(`Belfry runs at ${at}, but is not ready: ${failed.join(", ")}`, "Its log says why.");
}
