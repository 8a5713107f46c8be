import { setTimeout as sleep } from "node:timers/promises";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { expect, managedPath, test } from "./fixtures.ts";

/** Each lab's outcome, as `bob/gpu: delivered`. */
const outcomes = ({ details = [] }: BroadcastDocument) =>
  details.map(({ username, server, outcome }) => `${username}/${server}: ${outcome}`).sort();

/** What each failed one says. */
const errors = ({ details = [] }: BroadcastDocument) =>
  details.filter(({ error }) => error !== undefined).map(({ username, error }) => `${username}: ${error ?? ""}`);

test("every running lab is reached, named ones too; a stopped one is not listed", async ({ site: { hub, send } }) => {
  const all = await send({ message: "Maintenance at 18:00" });
  expect(outcomes(all)).toEqual([
    "alice/: delivered",
    "bob/: delivered",
    "bob/gpu: delivered",
    "carol/: extension-missing",
  ]);
  expect(errors(all)).toEqual(["carol: Notification extension not installed"]);
  expect(all).toMatchObject({ state: "finished", total: 4, successful: 3, failed: 1 });

  await hub.stopLab("bob");
  expect(outcomes(await send({ message: "And again" }))).toEqual([
    "alice/: delivered",
    "bob/gpu: delivered",
    "carol/: extension-missing",
  ]);
  await hub.startLab("bob");
});

test("after a check that warms the labs, a send has the hub make no token, and real labs take those of the check", async ({
  site: { hub, send, admin, drain },
}) => {
  const all = async () => (await Promise.all(["alice", "bob", "carol"].map((name) => noted(hub, name)))).flat().sort();
  const before = await all();
  const checked = await admin("GET", "/hub/api/notifications/active-servers?probe=true&warm=true");
  expect(checked.status).toBe(200);
  const warmed = await all();
  expect(warmed).toHaveLength(before.length + 4);
  expect(outcomes(await send({ message: "Nobody waits for the hub", immediate: false }))).toEqual([
    "alice/: delivered",
    "bob/: delivered",
    "bob/gpu: delivered",
    "carol/: extension-missing",
  ]);
  expect(await all()).toEqual(warmed);
  expect(await drain("alice")).toContain("Nobody waits for the hub");
});

test("a lab that hangs is not known about, delays nobody, and shows the message when it goes on", async ({
  site: { hub, send, drain },
}) => {
  hub.signalLab("SIGSTOP", "bob");
  const sent = await send({ message: "While bob hangs" });
  hub.signalLab("SIGCONT", "bob");
  expect(outcomes(sent)).toEqual([
    "alice/: delivered",
    "bob/: unknown",
    "bob/gpu: delivered",
    "carol/: extension-missing",
  ]);
  expect(errors(sent)).toContain("bob: Server not responding");

  // It had the request all along: this is why nobody sends it a second time unasked.
  let seen = "";
  await expect.poll(async () => (seen += await drain("bob"))).toContain("While bob hangs");
});

test("a lab whose token is taken back before it asks the hub about it refuses", async ({ site: { hub, send } }) => {
  hub.signalLab("SIGSTOP", "bob");
  const before = await noted(hub, "bob");
  const sending = send({ message: "Who goes there", recipients: ["bob"] });
  await expect.poll(async () => (await noted(hub, "bob")).length).toBe(before.length + 2);
  const known = new Set(before);
  for (const id of await noted(hub, "bob")) if (!known.has(id)) await hub.api("DELETE", `/users/bob/tokens/${id}`);
  // The request follows its token at once.
  await sleep(500);
  hub.signalLab("SIGCONT", "bob");
  const sent = await sending;
  expect(outcomes(sent)).toContain("bob/: unauthorized");
  expect(errors(sent)).toContain("bob: Authentication failed");
});

test("a lab that crashed is not running, though the hub still lists it", async ({ site: { hub, send } }) => {
  hub.signalLab("SIGKILL", "bob", "gpu");
  const sent = await send({ message: "Into the dark", recipients: ["bob"] });
  expect(outcomes(sent)).toEqual(["bob/: delivered", "bob/gpu: not-running"]);
  expect(errors(sent)).toEqual(["bob: Server not running"]);
  await hub.stopLab("bob", "gpu");
  await hub.startLab("bob", "gpu");
});

test("a hub that is down is said and nothing is sent; after its restart the same labs are reached", async ({
  site,
}) => {
  const { hub, belfry, tokenOf, send } = site;
  const token = await tokenOf("root-admin");
  const ask = (path: string) => fetch(belfry.url + path, { headers: { Authorization: `token ${token}` } });
  expect((await ask("/hub/api/notifications/active-servers")).status).toBe(200);

  await hub.halt();
  const refused = await fetch(`${belfry.url}/hub/api/notifications/broadcast`, {
    method: "POST",
    headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ message: "Nobody hears this" }),
  });
  expect(refused.status).toBe(502);
  expect(await refused.text()).toContain(hub.apiUrl);

  await hub.resume();
  expect(outcomes(await send({ message: "Back again" }))).toEqual([
    "alice/: delivered",
    "bob/: delivered",
    "bob/gpu: delivered",
    "carol/: extension-missing",
  ]);
  // The service that this hub starts comes back with it, for the tests after this one.
  const managed = async () => (await fetch(`${hub.url}${managedPath}/readyz`)).status;
  await expect.poll(managed, { timeout: 60_000 }).toBe(200);
});

/** The ids of a user's tokens that we had minted. */
async function noted(
  hub: { api: (method: string, path: string) => Promise<Response> },
  username: string,
): Promise<string[]> {
  const { api_tokens: tokens } = (await (await hub.api("GET", `/users/${username}/tokens`)).json()) as {
    api_tokens: { id: string; expires_at: string | null }[];
  };
  return tokens.filter(({ expires_at: expires }) => expires !== null).map(({ id }) => id);
}
