import { describe, expect, test } from "vitest";
import { createHubClient } from "./client.ts";
import { clientOf, says, scripted } from "./test/hubs.ts";

const page = (items: unknown[], next: unknown = null) =>
  says(200, { items, _pagination: { offset: 0, limit: 200, total: 1, next } });
const alice = { username: "alice", server: "" };

describe("a hub that is busy", () => {
  test.each([429, 503])("and says %i is asked again when it says", async (status) => {
    const { seen, apiUrl } = await scripted(
      says(status, {}, { "retry-after": "0" }),
      says(status, {}, { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }),
      page([]),
    );
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toEqual([]);
    expect(seen).toHaveLength(3);
  });

  test("for long is not waited for", async () => {
    const { seen, apiUrl } = await scripted(says(429, { message: "Too Many Requests" }, { "retry-after": "3600" }));
    await expect(clientOf({ apiUrl }).listServers({ state: "ready" })).rejects.toThrow(
      "answered 429: Too Many Requests",
    );
    expect(seen).toHaveLength(1);
  });

  test("again and again is asked three times", async () => {
    const { seen, apiUrl } = await scripted(says(503, {}, { "retry-after": "0" }));
    await expect(clientOf({ apiUrl }).mintToken(alice)).rejects.toThrow("answered 503");
    expect(seen).toHaveLength(3);
  });

  test("is not waited for by somebody who has left", async () => {
    const leaving = new AbortController();
    const { seen, apiUrl } = await scripted((response) => {
      says(429, {}, { "retry-after": "9" })(response);
      response.once("close", () => leaving.abort());
    });
    await expect(clientOf({ apiUrl }).mintToken(alice, leaving.signal)).rejects.toThrow("was taken back");
    expect(seen).toHaveLength(1);
  });

  test("and ends a connection without an answer is asked again", async () => {
    const { seen, apiUrl } = await scripted((_, request) => void request.socket.destroy(), page([]));
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toEqual([]);
    expect(seen).toHaveLength(2);
  });
});

test("no error holds the service's token", async () => {
  const apiToken = "0123456789abcdef-root-on-the-hub";
  const { apiUrl } = await scripted((response, request) =>
    says(500, { message: `bad ${request.url ?? ""}` })(response),
  );
  const error: unknown = await clientOf({ apiUrl, apiToken })
    .mintToken(alice)
    .catch((reason: unknown) => reason);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(apiToken);
});

test.each([
  "hub:8081/hub/api",
  "ftp://hub/hub/api",
  "http://u:p@hub/hub/api",
  "http://hub/hub/api?x",
  "http://hub/hub/api#x",
  "",
])("refuses the address %j", (apiUrl) => {
  expect(() => createHubClient({ apiUrl, apiToken: "t" })).toThrow(
    "must be http or https, without credentials, query or fragment",
  );
});
