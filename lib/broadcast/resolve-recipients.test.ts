import { expect, test } from "vitest";
import { connected } from "#lib/jupyterhub/test/hubs.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { requireSomebody, resolveAudience, resolveRecipients } from "./resolve-recipients.ts";

/** Five people, of whom dora and emil have no lab; alice and dora are in core. */
async function setting(options: { pageLimit?: number; scopes?: string[] } = {}) {
  const { hub, client } = connected(await startSimulatedHub({ labs: 3, namedServers: 0, mix: {}, ...options }));
  hub.setUser({ username: "alice", groups: ["core", "staff"] });
  hub.setUser({ username: "dora", groups: ["core"] });
  hub.setUser({ username: "emil", groups: [] });
  return { hub, client };
}

test("people are known with a lab and without, and what the hub doesn't know is told apart", async () => {
  const { hub, client } = await setting();
  expect(await resolveRecipients(client, ["emil", "bob", "nobody", "..", "a/b"], { running: ["bob"] })).toEqual({
    usernames: ["emil", "bob"],
    unknown: ["nobody", "..", "a/b"],
  });
  expect(hub.state().listings, "a few are looked up one by one").toBe(0);
});

test("many names cost one reading of the hub's list, all pages of it", async () => {
  const { hub, client } = await setting({ pageLimit: 2 });
  const strangers = Array.from({ length: 40 }, (_, index) => `stranger-${index}`);
  expect(await resolveRecipients(client, ["emil", ...strangers, "alice"])).toEqual({
    usernames: ["emil", "alice"],
    unknown: strangers,
  });
  expect(hub.state().listings).toBe(4);
});

test("a group is its members as they are now, each once; one that nobody is in is not known", async () => {
  const { hub, client } = await setting();
  const asked = ["group:core", "alice", "group:none", "group:"];
  expect(await resolveRecipients(client, asked)).toEqual({
    usernames: ["alice", "dora"],
    unknown: ["group:none", "group:"],
  });
  hub.setUser({ username: "dora", groups: [] });
  hub.setUser({ username: "emil", groups: ["core"] });
  expect((await resolveRecipients(client, asked)).usernames).toEqual(["alice", "emil"]);
});

test("without the scope for groups it is named; people are found all the same", async () => {
  const { client } = await setting({ scopes: ["list:users", "read:servers", "tokens"] });
  await expect(resolveRecipients(client, ["alice", "group:core"])).rejects.toMatchObject({
    code: "hub-failed",
    message: expect.stringContaining("lacks the scope read:users:groups") as string,
  });
  expect(await resolveRecipients(client, ["alice"])).toEqual({ usernames: ["alice"], unknown: [] });
});

test("nobody at all is refused, with a word for each name", () => {
  const asked = ["nobody", "group:none"];
  const among = (recipients: string[]) => ({ recipients, except: null });
  expect(() => requireSomebody({ usernames: ["bob"], unknown: asked }, among(["bob", ...asked]))).not.toThrow();
  expect(() => requireSomebody({ usernames: [], unknown: asked }, among(asked))).toThrow(
    expect.objectContaining({
      code: "bad-input",
      message: "The hub knows none of the recipients: nobody, group:none.",
      errors: [
        { path: "recipients.0", message: "The hub knows no user nobody" },
        { path: "recipients.1", message: "The hub has nobody in a group none" },
      ],
    }) as Error,
  );
});

test("everybody but some are all whom the hub knows; who is left out may be a group, and a stranger is named", async () => {
  const { client } = await setting();
  const except = ["group:core", "bob", "nobody"];
  expect(await resolveAudience(client, { recipients: null, except })).toEqual({
    usernames: ["ann.lee", "emil"],
    unknown: ["nobody"],
  });
  expect(await resolveAudience(client, { recipients: ["group:core", "other"], except: ["alice"] })).toEqual({
    usernames: ["dora"],
    unknown: ["other"],
  });
  expect(await resolveAudience(client, { recipients: null, except: null })).toBeUndefined();
});

test.each([null, ["bob"]])("of %o nobody is left: refused, by the name of what left them out", (recipients) => {
  expect(() =>
    requireSomebody({ usernames: [], unknown: ["nobody"] }, { recipients, except: ["bob", "nobody"] }),
  ).toThrow(
    expect.objectContaining({ code: "bad-input", errors: [expect.objectContaining({ path: "except" })] }) as Error,
  );
});
