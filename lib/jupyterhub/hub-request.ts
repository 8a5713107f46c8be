import type { Dispatcher } from "undici";
import type { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { exchange, type Exchange } from "./exchange.ts";

/** Where a hub's API is, and how it is asked. */
export interface Hub {
  apiUrl: string;
  apiToken: string;
  dispatcher: Dispatcher;
  timeoutMs: number;
}

/** Two hundred users with a few named servers each are well below a megabyte. */
const mostBytes = 8 * 1024 * 1024;

/** Sends one request to the hub's API. `path` is below the API's address; `token` is the service's own unless given. */
export function askHub(hub: Hub, request: { path: string; token?: string; accept?: string; body?: object }): Promise<Exchange> {
  const { origin, pathname } = new URL(hub.apiUrl);
  return exchange({
    dispatcher: hub.dispatcher,
    method: request.body ? "POST" : "GET",
    origin,
    path: pathname.replace(/\/+$/, "") + request.path,
    headers: {
      authorization: `token ${request.token ?? hub.apiToken}`,
      accept: request.accept ?? "application/json",
      ...(request.body && { "content-type": "application/json" }),
    },
    body: request.body && Buffer.from(JSON.stringify(request.body)),
    timeoutMs: hub.timeoutMs,
    mostBytes,
  });
}

/** What the hub answered, checked. @throws BelfryError `hub-failed` that says what an admin can do about it */
export function readAnswer<T>(hub: Hub, answer: Exchange, schema: z.ZodType<T>, needs: string): T {
  if (answer.status === undefined || answer.end !== "answered") throw unreachable(hub, answer);
  if (answer.status === 403) throw new BelfryError("hub-failed", `The hub refused: Belfry's service needs the scope ${needs}. ${hubMessage(answer)}`.trim());
  if (answer.status === 401) throw new BelfryError("hub-failed", "The hub does not know Belfry's token. Check JUPYTERHUB_API_TOKEN.");
  if (answer.status < 200 || answer.status > 299) {
    throw new BelfryError("hub-failed", `The hub answered with HTTP ${answer.status}. ${hubMessage(answer)}`.trim());
  }
  const parsed = schema.safeParse(json(answer));
  if (!parsed.success) {
    throw new BelfryError("hub-failed", `What answers at JUPYTERHUB_API_URL is not a JupyterHub API: ${parsed.error.issues[0]?.path.join(".") || "the answer"} is not as expected.`, { cause: parsed.error });
  }
  return parsed.data;
}

/** The hub could not be asked at all. */
export function unreachable(hub: Hub, { reason, durationMs }: Pick<Exchange, "reason" | "durationMs">): BelfryError {
  const { host } = new URL(hub.apiUrl);
  const why = reason === "timeout" ? `did not answer within ${Math.round(durationMs / 1000)} s` : `can't be reached (${reason ?? "no answer"})`;
  return new BelfryError("hub-failed", `The hub at ${host} ${why}. Check that it runs, and JUPYTERHUB_API_URL.`);
}

function json({ body }: Exchange): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The hub's own words about an error, on one line and not too many of them. */
function hubMessage(answer: Exchange): string {
  const said = json(answer);
  const message = typeof said === "object" && said !== null && "message" in said ? said.message : undefined;
  return typeof message === "string" && message !== "" ? `It said: ${message.replace(/\s+/g, " ").slice(0, 200)}` : "";
}
