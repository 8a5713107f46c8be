import { broadcastDocument } from "#lib/broadcast/document.ts";
import { answer } from "../answer.ts";
import { expect, test, type Another } from "./fixtures.ts";

const broadcast = "/hub/api/notifications/broadcast";

const send = async (another: Another, body: object) =>
  answer(await another.ask("POST", broadcast, body), broadcastDocument);

const outcomes = ({ details = [] }: Awaited<ReturnType<typeof send>>) =>
  details.map(({ username, server, outcome }) => `${username}/${server}: ${outcome}`).sort();

test("recipients: a group's members, somebody without a lab, and a name that the hub doesn't know", async ({
  site: { send: sendOutside, belfry, tokenOf, hub },
}) => {
  const sent = await sendOutside({ message: "For some", recipients: ["group:core", "root-admin", "nobody-known"] });
  expect(outcomes(sent)).toEqual(["alice/: delivered"]);
  expect(sent).toMatchObject({ unknown: ["nobody-known"], total: 1 });

  const token = await tokenOf("root-admin");
  const post = (url: string, recipients: string[]) =>
    fetch(url + broadcast, {
      method: "POST",
      headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ message: "For nobody", recipients }),
    });
  expect((await post(belfry.url, ["nobody-known", "group:none"])).status).toBe(400);
  const refused = await post(hub.url, ["group:core"]);
  expect(refused.status, "the one that the hub starts has no scope for groups").toBe(502);
  expect(await refused.text()).toContain("read:users:groups");
});

test("at the addresses that the hub itself gives; a service token that is taken back is noticed by itself", async ({
  site: { hub, startAnother },
}) => {
  test.setTimeout(180_000);
  const made = (await (
    await hub.api("POST", "/users/root-admin/tokens", {
      expires_in: 3600,
      scopes: ["list:users", "read:servers", "tokens"],
    })
  ).json()) as { id: string; token: string };
  const another = await startAnother({ JUPYTERHUB_API_TOKEN: made.token, LAB_URL_TEMPLATE: "hub" });
  try {
    expect(outcomes(await send(another, { message: "Where the hub says" }))).toEqual([
      "alice/: delivered",
      "bob/: delivered",
      "bob/gpu: delivered",
      "carol/: extension-missing",
    ]);
    const ready = async () => (await (await another.ask("GET", "/readyz")).json()) as object;
    await expect.poll(ready, { timeout: 60_000 }).toMatchObject({ hub: "ok" });
    expect((await hub.api("DELETE", `/users/root-admin/tokens/${made.id}`)).status).toBe(204);
    await expect.poll(ready, { timeout: 60_000 }).not.toMatchObject({ hub: "ok" });
  } finally {
    await another.stop();
  }
});

test("a role that reaches one group rings its members, and nobody else", async ({
  site: { hub, narrowToken, startAnother },
}) => {
  const another = await startAnother({
    JUPYTERHUB_API_TOKEN: narrowToken,
    LAB_URL_TEMPLATE: `${hub.url}{base_url}`,
  });
  try {
    expect(outcomes(await send(another, { message: "For the staff" }))).toEqual([
      "alice/: delivered",
      "bob/: delivered",
      "bob/gpu: delivered",
    ]);
    expect((await another.ask("POST", broadcast, { message: "For carol", recipients: ["carol"] })).status).toBe(400);
  } finally {
    await another.stop();
  }
});

test("an address that leads to the hub itself: who is unreachable and why before, and a hint after", async ({
  site: { hub, narrowToken, startAnother },
}) => {
  const another = await startAnother({
    JUPYTERHUB_API_TOKEN: narrowToken,
    LAB_URL_TEMPLATE: `${new URL(hub.apiUrl).origin}{base_url}`,
  });
  try {
    const probed = await another.ask("GET", "/hub/api/notifications/active-servers?probe=true");
    const { servers } = (await probed.json()) as { servers: { extension: string; reason?: string }[] };
    expect(servers).toHaveLength(3);
    for (const { extension, reason } of servers) {
      expect(extension).not.toBe("installed");
      if (extension === "unreachable") expect(reason).toContain(new URL(hub.apiUrl).host);
    }
    const sent = await send(another, { message: "To the wrong door" });
    expect(sent).toMatchObject({ total: 3, successful: 0 });
    expect(sent.hint).toContain("LAB_URL_TEMPLATE leads to the hub itself");
    for (const { reason, address } of sent.details ?? []) {
      expect(reason).toContain(new URL(hub.apiUrl).host);
      expect(address).toContain(new URL(hub.apiUrl).origin);
    }
  } finally {
    await another.stop();
  }
});
