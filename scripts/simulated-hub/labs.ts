import type { IncomingMessage, ServerResponse } from "node:http";
import type { LabBehaviour } from "./mix.ts";
import { majorOf } from "./options.ts";
import type { Arrival, Lab } from "./records.ts";
import { parseObject, readBody, sendHtml, sendJson } from "./respond.ts";
import type { HubState } from "./state.ts";

const INGEST = "jupyterlab-notifications-extension/ingest";
const DRIP_MS = 100;
const ENDLESS_CHUNK = "x".repeat(64 * 1024);

/** One request at a lab, its body read. `arrival` is null for a GET. */
interface Visit {
  state: HubState;
  lab: Lab;
  req: IncomingMessage;
  res: ServerResponse;
  arrival: Arrival | null;
  accepted: boolean;
}

/** Answers one request below `/user/`, as the hub's proxy and the lab behind it do together, and records it. */
export function answerLab(state: HubState, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const lab = url.pathname.endsWith(INGEST) ? state.labsByUrl.get(url.pathname.slice(0, -INGEST.length)) : undefined;
  const from = url.searchParams.get("redirected-from");
  if (from !== null) state.records.redirectsFollowed.push({ at: Date.now(), from, to: lab?.key ?? url.pathname });
  if (lab === undefined) return sendHtml(res, 404, "404 : Not Found");

  const { records } = state;
  const { tokenId, accepted, leak } = state.tokens.checkAtLab(lab, req.headers.authorization);
  if (leak !== null) records.leaks.push({ at: Date.now(), lab: lab.key, tokenId, kind: leak });
  if (req.method !== "POST") {
    lab.probes += 1;
    req.resume();
    return answers[lab.behaviour]({ state, lab, req, res, arrival: null, accepted });
  }
  readBody(req, (text) => {
    const arrival: Arrival = { at: Date.now(), tokenId, body: parseObject(text), status: null, shown: false };
    lab.arrivals.push(arrival);
    answers[lab.behaviour]({ state, lab, req, res, arrival, accepted });
  });
}

const answers: Record<LabBehaviour, (visit: Visit) => void> = {
  healthy: (visit) => after(visit.state.config.latencyMs, () => ingest(visit)),
  slow: (visit) => after(visit.state.config.slowMs, () => ingest(visit)),
  hung: () => undefined,
  crashed: (visit) => html(visit, 503, "503 : Service Unavailable"),
  "no-extension": (visit) => html(visit, 404, "404 : Not Found"),
  "refused-token": (visit) => installed(visit, 403, { message: "Forbidden", reason: null }),
  "server-error": (visit) => installed(visit, 500, { error: "No space left on device" }),
  unsuccessful: (visit) => installed(visit, 200, { success: false, error: "Store is full" }),
  redirect: ({ state, lab, res, arrival }) => {
    const target = state.labs.find((other) => other.username !== lab.username) ?? lab;
    note(arrival, 302);
    res.writeHead(302, { Location: `${target.url}${INGEST}?redirected-from=${encodeURIComponent(lab.key)}` }).end();
  },
  html: (visit) => html(visit, 200, "Sign in"),
  drip: ({ res, arrival }) => {
    note(arrival, 200);
    res.writeHead(200, { "Content-Type": "application/json" }).write(" ");
    const dripping = setInterval(() => res.write(" "), DRIP_MS).unref();
    res.once("close", () => clearInterval(dripping));
  },
  "endless-body": ({ res, arrival }) => {
    note(arrival, 200);
    res.writeHead(200, { "Content-Type": "application/json" }).write('{"success": true, "padding": "');
    const pour = () => {
      while (!res.destroyed && res.write(ENDLESS_CHUNK));
    };
    res.on("drain", pour);
    pour();
  },
  reset: ({ req }) => void req.socket.destroy(),
  spawning: notRunning,
  stopped: notRunning,
};

/** What the extension itself does: takes the notification, if the token is good and there is a message. */
function ingest(visit: Visit): void {
  const { state, lab, req, arrival, accepted } = visit;
  // A lab asks the hub whose a token is: without an answer from there it has none either.
  if (arrival !== null && state.hub.mode === "down") return void req.socket.destroy();
  if (arrival !== null && state.hub.mode === "hung") return;
  if (!accepted) return installed(visit, 403, { message: "Forbidden", reason: null });
  if (arrival?.body === null) return installed(visit, 400, { error: "Invalid JSON payload" });
  if (arrival?.body.message === undefined) return installed(visit, 400, { error: "Missing 'message' field" });
  arrival.shown = true;
  installed(visit, 200, { success: true, notification_id: `notif_${arrival.at}_${lab.arrivals.length}` });
}

/** An answer of the extension's; it knows POST alone, so that a GET shows only that it is there. */
function installed({ res, arrival }: Visit, status: number, value: unknown): void {
  note(arrival, status);
  if (arrival === null) sendJson(res, 405, { message: "Method Not Allowed", reason: null });
  else sendJson(res, status, value);
}

function html({ res, arrival }: Visit, status: number, title: string): void {
  note(arrival, status);
  sendHtml(res, status, title);
}

/** The hub answers in place of a lab that does not run: 405 up to 3.x, 403 later. */
function notRunning(visit: Visit): void {
  if (majorOf(visit.state.config) < 5) html(visit, 405, "405 : Method Not Allowed");
  else html(visit, 403, "403 : Forbidden");
}

function note(arrival: Arrival | null, status: number): void {
  if (arrival !== null) arrival.status = status;
}

function after(ms: number, act: () => void): void {
  if (ms === 0) act();
  else setTimeout(act, ms).unref();
}
