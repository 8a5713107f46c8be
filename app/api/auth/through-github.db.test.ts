import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { audit, person } from "#db/schema/index.ts";
import { parseEnv } from "#lib/env.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance } from "#lib/instance.ts";
import { Browser, origin, refusedAt } from "./test/browser.ts";
import { startGitHub } from "./test/github.ts";

const database = scratchInstance();
let github: Awaited<ReturnType<typeof startGitHub>>;
let browser: Browser;

beforeAll(async () => {
  github = await startGitHub();
  instance().env = parseEnv({ NODE_ENV: "test", AUTH_URL: origin, ...github.settings });
});
afterAll(() => github.close());
beforeEach(() => (browser = new Browser()));

const throughGitHub = async (...who: Parameters<typeof github.logIn>) => {
  github.logIn(...who);
  return browser.next(await browser.next(await browser.begin("github", "/settings")));
};

const named = async (username: string) =>
  (await database().db.select().from(person).where(eq(person.username, username)))[0];
const lastNoted = async () => (await database().db.select().from(audit).orderBy(desc(audit.id)).limit(1))[0];

describe("through GitHub", () => {
  it("somebody is known by their number, whatever they are called there later", async () => {
    expect(await throughGitHub({ id: 1, login: "octocat" })).toBe(`${origin}/settings`);
    const octocat = await named("octocat");
    expect(octocat).toMatchObject({ provider: "github", subject: `${github.url} 1`, role: "member" });
    browser = new Browser();
    expect(await throughGitHub({ id: 1, login: "hubot" })).toBe(`${origin}/settings`);
    expect(await named("octocat")).toMatchObject({ id: octocat?.id });
    expect(await named("hubot")).toBeUndefined();
    browser = new Browser();
    expect(await refusedAt(await throughGitHub({ id: 2, login: "octocat" }))).toContain(
      "The name octocat belongs to another account here",
    );
    expect(await throughGitHub({ id: 2, login: "hubot" })).toBe(`${origin}/settings`);
  });

  it("a refusal that comes with 200 is one", async () => {
    const back = await browser.next(await browser.begin("github"));
    github.expire();
    expect(await refusedAt(await browser.next(back))).toContain("was interrupted");
    const { env } = instance();
    instance().env = { ...env, AUTH_GITHUB_SECRET: "wrong" };
    expect(await refusedAt(await browser.next(await browser.next(await browser.begin("github"))))).toContain(
      "is not set up right",
    );
    instance().env = env;
  });

  describe("where certain people and organisations are let in", () => {
    let env: ReturnType<typeof instance>["env"];
    beforeAll(() => {
      ({ env } = instance());
      const more = { AUTH_GITHUB_ALLOW_USERS: "Mona", AUTH_GITHUB_ALLOW_ORGS: "Kitware,acme" };
      instance().env = parseEnv({ NODE_ENV: "test", AUTH_URL: origin, ...github.settings, ...more });
    });
    afterAll(() => {
      instance().env = env;
    });

    it.each([
      ["named, whatever the case", { id: 20, login: "mona" }, {}],
      ["in an organisation", { id: 21, login: "lisa" }, { acme: "active" }],
      ["in one, while another does not tell", { id: 22, login: "bart" }, { kitware: 403, acme: "active" }],
    ] as const)("who is %s comes in", async (_, user, belongsTo) => {
      expect(await throughGitHub(user, belongsTo)).toBe(`${origin}/settings`);
      expect(github.scope()).toBe("read:org");
    });

    it.each([
      ["in none", {}, "certain people and organisations of GitHub, and maggie is none of them"],
      ["invited alone", { acme: "pending" }, "maggie is none of them"],
      ["in one that does not tell", { kitware: 403 }, "GitHub does not tell Belfry who belongs to kitware."],
      ["there while GitHub fails", { kitware: 503 }, "Signing in with GitHub does not work now"],
      ["asked for too often", { kitware: 429 }, "Signing in with GitHub does not work now"],
    ] as const)("who is %s stays out and gets no account", async (_, belongsTo, words) => {
      expect(await refusedAt(await throughGitHub({ id: 30, login: "maggie" }, belongsTo))).toContain(words);
      expect(await browser.isSignedIn()).toBe(false);
      expect(await named("maggie")).toBeUndefined();
    });

    it("who came in before is refused once they are in none, which is noted", async () => {
      expect(await throughGitHub({ id: 21, login: "lisa" }, { acme: "active" })).toBe(`${origin}/settings`);
      browser = new Browser();
      expect(await refusedAt(await throughGitHub({ id: 21, login: "lisa" }))).toContain("lisa is none of them");
      expect(await lastNoted()).toMatchObject({ act: "sign-in.failed", actor: "lisa", detail: { provider: "github" } });
    });
  });
});
