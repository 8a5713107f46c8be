import { setTimeout as sleep } from "node:timers/promises";
import { broadcastDocument, type BroadcastDocument } from "#lib/broadcast/document.ts";
import type { SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { answer } from "./answer.ts";
import { expect } from "./fixtures.ts";

/** A server and a token that may broadcast there. */
export interface Sender {
  url: string;
  token: string;
}

/** Asks the API of broadcasts. @param path below its address, such as `/7/retry`; empty to send */
export function ask({ url, token }: Sender, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}/hub/api/notifications/broadcast${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", Prefer: "respond-async" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Sends a message without waiting for the labs. @returns the broadcast's id */
export async function send(sender: Sender, more: Record<string, unknown> = {}): Promise<number> {
  const response = await ask(sender, "POST", "", { message: "Maintenance at 18:00", ...more });
  expect(response.status).toBe(202);
  return (await answer(response, broadcastDocument)).id;
}

/** A broadcast as it stands. */
export async function look(sender: Sender, id: number): Promise<BroadcastDocument> {
  return answer(await ask(sender, "GET", `/${id}`), broadcastDocument);
}

/** Waits until nobody works on a broadcast any more. */
export async function ended(sender: Sender, id: number): Promise<BroadcastDocument> {
  for (;;) {
    const document = await look(sender, id);
    if (document.state !== "running" && document.state !== "scheduled") return document;
    await sleep(100);
  }
}

/** What each lab got must agree with what is said of it: delivered means exactly once, unknown at most once. */
export function compare(hub: SimulatedHub, document: BroadcastDocument): void {
  const wrong = (document.details ?? []).filter(({ username, server, outcome }) => {
    const arrived = hub.lab(username, server).arrivals.length;
    if (outcome === "delivered") return arrived !== 1;
    return outcome === "unknown" ? arrived > 1 : arrived !== 0;
  });
  expect(wrong).toEqual([]);
}
