import type { Answer } from "#lib/http/endpoint.ts";
import { listNotifications, listOriginNotifications, publishNotifications } from "#lib/http/endpoints/inbox.ts";
import { listMembers } from "#lib/http/endpoints/origins.ts";
import { createToken, listTokens } from "#lib/http/endpoints/tokens.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { proposedBodies } from "#lib/inbox/test/proposed.ts";
import { answer, problemDocument } from "../answer.ts";
import { expect, test, type Belfry } from "../fixtures.ts";

interface Group {
  origin: string;
  notifications: Notification[];
}
interface Page {
  total_count: number;
  data: Notification[];
}

/** An answer's JSON, which has to be as its endpoint is documented for this status. */
async function documented<T>({ answers }: { answers: Record<number, Answer> }, response: Response): Promise<T> {
  const json = (await response.json()) as T;
  answers[response.status]?.body?.parse(json);
  expect(answers).toHaveProperty(String(response.status));
  return json;
}

/** A member of the hub, who comes with their own token; the first request makes their account. */
function member(belfry: Belfry) {
  const ask = (method: string, address: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(belfry.url + address, {
      method,
      headers: { Authorization: `token ${belfry.hub.member.token}`, ...headers },
      redirect: "manual",
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const shown = async (query = "") =>
    (await documented<Group[]>(listNotifications, await ask("GET", `/notifications${query}`))).flatMap(
      ({ notifications }) => notifications,
    );
  return { ask, shown, username: belfry.hub.member.username };
}

/** Registers an origin and makes the hub's member one of its own. */
async function originOf(belfry: Belfry, origin: string) {
  const own = member(belfry);
  await own.ask("GET", "/notifications");
  expect((await belfry.api("PUT", `/api/origins/${origin}`)).status).toBe(204);
  expect((await belfry.api("PUT", `/api/origins/${origin}/members/${own.username}`)).status).toBe(204);
  return own;
}

test("the proposal's eight bodies, published and read back", async ({ belfry }) => {
  const { ask, username } = await originOf(belfry, "core");
  const members = await belfry.api("GET", "/api/origins/core/members");
  expect(await documented(listMembers, members)).toMatchObject({
    members: [{ username, provider: "jupyterhub", sources: ["admin"] }],
  });

  const promoted = {
    ...proposedBodies.at(-1)?.data,
    dependent: { ...(proposedBodies.at(-1)?.data as { dependent: object }).dependent, origin: "core" },
  };
  const response = await belfry.api("POST", "/notifications", [
    ...proposedBodies.slice(0, 7),
    { ...proposedBodies[7], data: promoted },
  ]);
  expect(response.status).toBe(201);
  const ids = await documented<{ id: number }[]>(publishNotifications, response);
  const listed = await ask("GET", "/notifications");
  expect(listed.headers.get("cache-control")).toBe("private, no-cache");
  const [group] = await documented<Group[]>(listNotifications, listed);
  expect(group?.notifications.map(({ id }) => id)).toEqual(ids.map(({ id }) => id).toReversed());
  expect(group?.notifications[7]).toEqual({ ...proposedBodies[0], id: ids[0]?.id, read: false });
  expect(group?.notifications[0]).toMatchObject({ type: "dep-promoted", data: promoted });
});

test("123 notifications are pages of 50, 50 and 23; a clear takes what its listing showed, and comes back", async ({
  belfry,
}) => {
  const { ask, shown } = await originOf(belfry, "pages");
  const notes = Array.from({ length: 123 }, (_, n) => ({ type: "note", origin: "pages", data: { n } }));
  await documented(publishNotifications, await belfry.api("POST", "/notifications", notes));
  const pages = [];
  for (const range of [0, 50, 100]) {
    const response = await ask("GET", `/notifications/pages?range=${range}`);
    const page = await documented<Page>(listOriginNotifications, response);
    pages.push([response.status, page.data.length, page.total_count]);
  }
  expect(pages).toEqual([
    [206, 50, 123],
    [206, 50, 123],
    [200, 23, 123],
  ]);

  const listed = await ask("GET", "/notifications");
  const etag = listed.headers.get("etag") ?? "";
  expect((await ask("GET", "/notifications", undefined, { "If-None-Match": etag })).status).toBe(304);
  await belfry.api("POST", "/notifications", { type: "late", origin: "pages", data: {} });
  expect((await ask("GET", "/notifications", undefined, { "If-None-Match": etag })).status).toBe(200);
  const cleared = await ask("DELETE", `/notifications?as_of=${listed.headers.get("as-of")}`);
  expect(cleared.status).toBe(204);
  expect((await shown()).map(({ type }) => type)).toEqual(["late"]);
  expect((await ask("POST", "/api/undo", { token: cleared.headers.get("undo-token") })).status).toBe(204);
  expect(await documented<Page>(listOriginNotifications, await ask("GET", "/notifications/pages"))).toMatchObject({
    total_count: 124,
  });
});

test("a broadcast to chosen people lies in their inbox and in no other", async ({ belfry }) => {
  const { shown, username } = member(belfry);
  belfry.hub.setUser({ username: "nobody-here" });
  await belfry.api("POST", "/hub/api/notifications/broadcast", {
    message: "For you alone",
    recipients: [username],
    variant: "success",
  });
  await belfry.api("POST", "/hub/api/notifications/broadcast", {
    message: "For somebody else",
    recipients: ["nobody-here"],
  });
  const messages = (await shown())
    .filter(({ origin }) => origin === "hub")
    .map(({ type, category, data }) => [type, category, data["message"]]);
  expect(messages).toEqual([["broadcast", "success", "For you alone"]]);
});

test("a service's token publishes to its origin and does nothing else", async ({ belfry }) => {
  const { shown } = await originOf(belfry, "built");
  const created = await belfry.api("POST", "/api/tokens", { name: "builder", scopes: ["publish:built"] });
  const { id, token } = await documented<{ id: number; token: string }>(createToken, created);
  const by = (method: string, address: string, body?: unknown) =>
    fetch(belfry.url + address, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const note = { type: "note", origin: "built", data: { title: "Done" } };
  expect((await by("POST", "/notifications", note)).status).toBe(201);
  expect(await shown()).toContainEqual(expect.objectContaining({ origin: "built", data: { title: "Done" } }));
  const refused = await by("POST", "/notifications", { ...note, origin: "core" });
  expect([refused.status, (await answer(refused, problemDocument)).title]).toEqual([403, "Not allowed"]);
  for (const address of ["/notifications", "/api/tokens", "/api/origins/built"])
    expect((await by("GET", address)).status).toBe(403);
  const listed = await documented(listTokens, await belfry.api("GET", "/api/tokens"));
  expect(JSON.stringify(listed)).not.toContain(token.slice(8));
  expect((await belfry.api("DELETE", `/api/tokens/${id}`)).status).toBe(204);
  expect((await by("POST", "/notifications", note)).status).toBe(401);
});

test("members are listed in parts, and an address that can't be read is refused", async ({ belfry }) => {
  await belfry.api("PUT", "/api/origins/parts");
  for (const username of [belfry.admin.username, (await originOf(belfry, "parts")).username])
    await belfry.api("PUT", `/api/origins/parts/members/${username}`);
  const names: string[] = [];
  for (let address: string | undefined = "/api/origins/parts/members?limit=1"; address !== undefined;) {
    const response = await belfry.api("GET", address);
    names.push(
      ...(await documented<{ members: { username: string }[] }>(listMembers, response)).members.map(
        ({ username }) => username,
      ),
    );
    const next: string | undefined = /^<(.+)>; rel="next"$/.exec(response.headers.get("link") ?? "")?.[1];
    address = next && `/api/origins/parts/members${next}`;
  }
  expect(names).toEqual([belfry.admin.username, belfry.hub.member.username].toSorted());
  const refused = await belfry.api("GET", "/notifications/%E0%A4%A");
  expect([refused.status, (await answer(refused, problemDocument)).title]).toEqual([400, "Bad request"]);
});

test("a browser that asks for /notifications gets to the centre", async ({ page, belfry, signIn }) => {
  await signIn(page);
  await page.goto(`${belfry.url}/notifications`);
  expect(new URL(page.url()).pathname).toBe("/");
});
