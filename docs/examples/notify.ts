/** Publishes a notification, reads, clears and brings back what there is, and sends a broadcast: node notify.ts ORIGIN */
import { randomUUID } from "node:crypto";

const [origin = ""] = process.argv.slice(2);
const { BELFRY_URL: url = "http://127.0.0.1:3000", BELFRY_TOKEN: token = "" } = process.env;

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // application/problem+json: `detail` in words, and with 400 `errors` by field
  if (!response.ok) throw new Error(`${response.status}: ${((await response.json()) as { detail: string }).detail}`);
  return response;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

// Sent again with the same key, it is published once.
const release = { origin, type: "release", category: "success", data: { title: "42 is out" } };
const published = await ask("POST", "/notifications", release, { "Idempotency-Key": randomUUID() });
print(`published ${((await published.json()) as { id: number }).id}`);

const listed = await ask("GET", "/notifications?limit=20&unread=true");
for (const group of (await listed.json()) as { origin: string; notifications: { id: number; type: string }[] }[])
  for (const { id, type } of group.notifications) print(`unread ${group.origin} ${id} ${type}`);

// What came after the listing stays.
const asOf = new URLSearchParams({ as_of: listed.headers.get("as-of") ?? "" });
const cleared = await ask("DELETE", `/notifications/${origin}?${asOf}`);
await ask("POST", "/api/undo", { token: cleared.headers.get("undo-token") });
print("cleared, and brought back");

// With a token that has the scope broadcast. It answers once every lab was told.
const sent = await ask("POST", "/hub/api/notifications/broadcast", { message: "42 is out", variant: "success" });
const { successful, total } = (await sent.json()) as { successful: number; total: number };
print(`${successful} of ${total} delivered`);
