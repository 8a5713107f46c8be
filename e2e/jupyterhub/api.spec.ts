import { expect, test, type Site } from "./fixtures.ts";

const path = "/hub/api/notifications/broadcast";

/** A POST as the original's users have in their scripts. */
const post = ({ belfry }: Site, token: string, body: object) =>
  fetch(belfry.url + path, {
    method: "POST",
    headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

test("a script with a hub admin's token gets the answer it always got", async ({ site }) => {
  const response = await post(site, await site.tokenOf("root-admin"), {
    message: "Maintenance at 18:00",
    variant: "warning",
    autoClose: false,
  });
  expect(response.status).toBe(200);
  const { total, successful, failed, details } = (await response.json()) as {
    total: number;
    successful: number;
    failed: number;
    details: { username: string; status: string; error?: string }[];
  };
  expect({ total, successful, failed }).toEqual({ total: 4, successful: 3, failed: 1 });
  expect(details.find(({ username }) => username === "alice")).toMatchObject({ status: "success" });
  expect(details.find(({ username }) => username === "carol")).toMatchObject({
    status: "failed",
    error: "Notification extension not installed",
  });

  const servers = (await (
    await fetch(`${site.belfry.url}/hub/api/notifications/active-servers`, {
      headers: { Authorization: `token ${await site.tokenOf("root-admin")}` },
    })
  ).json()) as { servers: { username: string; server: string; ready: boolean }[] };
  expect(servers.servers.map(({ username, server }) => `${username}/${server}`).sort()).toEqual([
    "alice/",
    "bob/",
    "bob/gpu",
    "carol/",
  ]);
});

test("others may not: no admin, no token, one that was taken back, and the token that a lab was sent", async ({
  site,
}) => {
  const message = { message: "Let me in" };
  expect((await post(site, await site.tokenOf("alice"), message)).status).toBe(403);
  expect((await fetch(site.belfry.url + path, { method: "POST", body: "{}" })).status).toBe(401);

  const minted = (await (await site.hub.api("POST", "/users/root-admin/tokens", { expires_in: 300 })).json()) as {
    id: string;
    token: string;
  };
  expect((await site.hub.api("DELETE", `/users/root-admin/tokens/${minted.id}`)).status).toBe(204);
  expect((await post(site, minted.token, message)).status).toBe(401);

  const labs = (await (
    await site.hub.api("POST", "/users/root-admin/tokens", {
      expires_in: 300,
      scopes: ["access:servers!server=root-admin/"],
    })
  ).json()) as { token: string };
  expect((await post(site, labs.token, message)).status).toBe(401);
});
