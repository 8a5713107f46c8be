import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test, type Belfry } from "./fixtures.ts";

const command = path.resolve("scripts/belfry.mjs");

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function run(file: string, args: string[], env: Record<string, string>, input = ""): Promise<Ended> {
  const child = spawn(file, args, { env: { ...process.env, ...env } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

const settings = ({ url, admin }: Belfry) => ({ BELFRY_URL: url, BELFRY_TOKEN: admin.token });

/** The command, as the admin. */
const belfryOf = (belfry: Belfry, args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, [command, ...args], { ...settings(belfry), ...env });

/** What it says with `--json`. */
async function jsonOf<T>(belfry: Belfry, ...args: string[]): Promise<T> {
  const { code, out, err } = await belfryOf(belfry, [...args, "--json"]);
  expect(code, err).toBe(0);
  return JSON.parse(out) as T;
}

/** An origin of this test's own, whose member the admin is. */
async function originOf({ api }: Belfry, origin: string): Promise<string> {
  expect((await api("PUT", `/api/origins/${origin}`)).status).toBe(204);
  expect((await api("PUT", `/api/origins/${origin}/members/admin`)).status).toBe(204);
  return origin;
}

interface Listed {
  asOf: string;
  notifications: { id: number; type: string; category: string; data: object }[];
}

test("published, listed, followed, cleared and brought back by the command", async ({ belfry }) => {
  // Each line is a process of its own.
  test.slow();
  const origin = await originOf(belfry, "by-command");
  expect(await jsonOf(belfry, "me")).toMatchObject({ username: "admin", role: "admin", publish: "all" });
  const fields = ["--title", "42 is out", "--link", "https://example.org/42", "--category", "success"];
  const { id } = await jsonOf<{ id: number }>(belfry, "publish", origin, "release", ...fields);
  const { asOf, notifications } = await jsonOf<Listed>(belfry, "list", origin);
  const data = { title: "42 is out", url: "https://example.org/42" };
  expect(notifications).toMatchObject([{ id, type: "release", category: "success", data }]);
  expect((await belfryOf(belfry, ["list", origin])).out).toMatch(
    /^● \S+ \S+ {2}success {2}by-command\/\d+ {2}42 is out {2}\(example\.org\)\n$/,
  );

  // The same key, from two runs: published once.
  const again = [1, 2].map(async () =>
    jsonOf<{ id: number }>(belfry, "publish", origin, "note", "--key", "by-command-1"),
  );
  const [one, two] = await Promise.all(again);
  expect(one).toEqual(two);

  const filtered = await jsonOf<Listed>(
    belfry,
    "list",
    origin,
    "--type",
    "release",
    "--category",
    "success",
    "--unread",
  );
  expect(filtered.notifications.map((each) => each.id)).toEqual([id]);

  const tail = await belfryOf(belfry, ["tail", "--as-of", asOf, "--origin", origin, "--count", "1", "--json"]);
  expect([tail.code, JSON.parse(tail.out)]).toMatchObject([0, { id: one?.id, type: "note" }]);

  const { undoToken } = await jsonOf<{ undoToken: string }>(belfry, "clear", origin, "--as-of", asOf);
  const ids = async () => (await jsonOf<Listed>(belfry, "list", origin)).notifications.map((each) => each.id);
  expect(await ids(), "what came after the listing stays").toEqual([one?.id]);
  expect((await belfryOf(belfry, ["undo", undoToken])).code).toBe(0);
  expect(await ids()).toEqual([one?.id, id]);
});

test("a broadcast ends with 5 where not every lab got it, and shows which", async ({ belfry }) => {
  const { code, out } = await belfryOf(belfry, ["send", "From a shell", "--type", "warning"]);
  expect(code).toBe(5);
  expect(out).toContain("19 of 25 delivered");
  expect(out).toMatch(/ extension-missing +Notification extension not installed/);
  const [lab] = belfry.hub.labs().filter(({ behaviour }) => behaviour === "healthy");
  expect(lab?.arrivals.map(({ body }) => body)).toMatchObject([{ message: "From a shell", type: "warning" }]);
  const some = await belfryOf(belfry, ["send", "For some", "--to", lab?.username ?? "", "--to", "a-stranger"]);
  expect(some.out).toContain("delivered\nthe hub doesn't know a-stranger");
});

test("each way to fail has its own end, in words that name the field, and none says the token", async ({ belfry }) => {
  const unknown = { BELFRY_TOKEN: "blf_nobody-knows-this-one-0000" };
  const elsewhere = { BELFRY_URL: "http://127.0.0.1:9" };
  const ends: [args: string[], env: Record<string, string>, code: number, words: RegExp][] = [
    [["publish", "nobody-registered-this", "note"], {}, 1, /nobody-registered-this/],
    [["publish", "hub", "note"], {}, 4, /hub/],
    [["publish", "core", "job-finished", "--title", "x"], {}, 1, /data\.package: is missing/],
    [["send", " "], {}, 1, /message: Message is empty/i],
    [["list"], unknown, 4, /token/i],
    [["list"], elsewhere, 3, /can't be reached/],
    [["undo", "none"], {}, 1, /./],
  ];
  for (const [args, env, code, words] of ends) {
    const ended = await belfryOf(belfry, [...args, "--json"], env);
    expect([ended.code, ended.err], args.join(" ")).toEqual([code, expect.stringMatching(words)]);
    expect(JSON.parse(ended.out), args.join(" ")).toHaveProperty("error");
    expect(ended.err + ended.out).not.toMatch(new RegExp(`${belfry.admin.token}|nobody-knows-this-one`));
  }
});

/** A folder in which `belfry` is the command, and the environment that finds it. */
function withCommand(belfry: Belfry): { folder: string; env: Record<string, string> } {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-client-"));
  symlinkSync(command, path.join(folder, "belfry"));
  const PATH = [folder, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter);
  return { folder, env: { ...settings(belfry), PATH } };
}

const manual = readFileSync("docs/client.md", "utf8");

test("what docs/client.md shows runs, line by line", async ({ belfry }) => {
  // Each line is a process of its own.
  test.slow();
  await originOf(belfry, "core");
  const { folder, env } = withCommand(belfry);
  const blocks = [...manual.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThan(2);
  const { code, out, err } = await run("bash", ["-euo", "pipefail", "-c", blocks.join("\n")], env);
  rmSync(folder, { recursive: true, force: true });
  expect(code, err).toBe(0);
  expect(out).toContain("After the listing");
  expect(out).toContain("taken back");
});

test("what CI systems are shown to run tells what became of a job, once however often it is run", async ({
  belfry,
}) => {
  test.skip(spawnSync("jq", ["--version"]).error !== undefined, "jq is not on this machine");
  await originOf(belfry, "core");
  const shown = (pattern: RegExp) => {
    const [, script = ""] = pattern.exec(manual) ?? [];
    expect(script, String(pattern)).not.toBe("");
    return script.replaceAll("https://belfry.example.org", belfry.url);
  };
  const jobs: Record<string, { script: string; env: Record<string, string> }> = {
    "Build on main": {
      script: shown(/^ {2}run: \|\n(.*?)^```$/ms),
      env: { STATUS: "failure", TITLE: "Build on main", LINK: "https://ci.example.org/1" },
    },
    "team/app failed on main": {
      // What YAML folds is one line.
      script: shown(/^ {4}- >\n(.*?)^```$/ms).replaceAll("\n", " "),
      env: {
        CI_PROJECT_PATH: "team/app",
        CI_COMMIT_REF_NAME: "main",
        CI_COMMIT_TITLE: `It's "done"; $(exit 1)`,
        CI_PIPELINE_URL: "https://ci.example.org/2",
        CI_PIPELINE_ID: "2",
      },
    },
    "nightly failed": {
      script: shown(/^ {6}sh '''\n(.*?)^ {6}'''$/ms),
      env: { JOB_NAME: "nightly", BUILD_URL: "https://ci.example.org/3", BUILD_TAG: "jenkins-nightly-3" },
    },
  };
  for (const [title, { script, env }] of Object.entries(jobs)) {
    for (let runs = 0; runs < 2; runs++) {
      const { code, err } = await run("bash", ["-eo", "pipefail", "-c", script], { ...settings(belfry), ...env });
      expect(code, `${title}: ${err}`).toBe(0);
    }
  }
  const { notifications } = await jsonOf<Listed>(belfry, "list", "core", "--type", "ci-run", "--category", "error");
  expect(notifications.map(({ data }) => (data as { title: string }).title).sort()).toEqual(Object.keys(jobs).sort());
});

test("the service of a hub that docs/client.md shows says once a day what it has to say", async ({ belfry }) => {
  const [, script = ""] = /^```python\n(#!.*?)^```$/ms.exec(manual) ?? [];
  const { folder, env } = withCommand(belfry);
  const token = path.join(folder, "token");
  writeFileSync(token, belfry.admin.token, { mode: 0o600 });
  // A disk that is nearly full, and two looks at it.
  const around = [
    "import shutil, sys, time, types",
    "shutil.disk_usage = lambda _: types.SimpleNamespace(total=100, free=1)",
    "looks = []",
    "time.sleep = lambda seconds: looks.append(seconds) or (len(looks) == 2 and sys.exit())",
  ];
  const { code, err } = await run("python3", ["-c", [...around, script].join("\n")], {
    ...env,
    BELFRY_TOKEN: "",
    BELFRY_TOKEN_FILE: token,
  });
  rmSync(folder, { recursive: true, force: true });
  expect(code, err).toBe(0);
  const answer = await belfry.api("GET", "/hub/api/notifications/sent");
  const { notifications } = (await answer.json()) as { notifications: { message: string }[] };
  expect(notifications.filter(({ message }) => message.startsWith("The disk of all homes"))).toHaveLength(1);
});

test("the example in TypeScript runs", async ({ belfry }) => {
  const origin = await originOf(belfry, "in-typescript");
  const { code, out, err } = await run(process.execPath, ["docs/examples/notify.ts", origin], settings(belfry));
  expect(code, err).toBe(0);
  expect(out).toMatch(/^published (\d+)\n(unread .*\n)*unread in-typescript \1 release\n/);
  expect(out).toMatch(/cleared, and brought back\n19 of 25 delivered\n$/);
});
