import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { openEmbedded } from "#db/embedded.ts";
import { broadcastDocument } from "#lib/broadcast/document.ts";
import { hubSettings, isReady, portNear } from "#scripts/demo/server.ts";
import { parseDockerfile } from "#scripts/image/dockerfile.ts";
import { layOutImage, type LaidOutImage } from "#scripts/image/lay-out.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { answer } from "../answer.ts";

const basePath = "/services/belfry";
const admin = { username: "admin", password: "ring the bell", token: "blf_image-test-token-0000000001" };

/** Starts a container's command on a port, as the image's user and with nothing but its own environment. */
async function runContainer({ folder, node, command, env, runAs }: LaidOutImage, settings: Record<string, string>) {
  const port = await portNear(0);
  const url = `http://127.0.0.1:${port}`;
  const environment: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    ...env,
    ...settings,
    PATH: process.env["PATH"],
    PORT: String(port),
    AUTH_URL: url,
  };
  const child = spawn(node, command.slice(1), {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    ...runAs,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, "exit");
  await expect
    .poll(async () => child.exitCode !== null || isReady(url + basePath), { timeout: 60_000, message: "ready" })
    .toBe(true);
  expect(child.exitCode, said).toBeNull();
  return {
    url: url + basePath,
    said: () => said,
    healthy: (check: string[]) =>
      spawnSync(node, check.slice(1), { cwd: folder, env: environment, ...runAs }).status === 0,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}

test("the image runs as its user: ready on a real Postgres, pages with their assets, sign-in, a broadcast, health, stop", async ({
  page,
}) => {
  const image = await layOutImage({ BASE_PATH: basePath });
  expect(image.command[0]).toBe("node");
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-image-postgres-"));
  const embedded = await openEmbedded({ dataDir });
  const hub = await startSimulatedHub({ labs: 10, mix: {} });
  const container = await runContainer(image, {
    DATABASE_URL: embedded.url,
    AUTH_SECRET: "a secret of this test alone",
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    ADMIN_TOKEN: admin.token,
    ...hubSettings(hub),
  });
  try {
    expect(image.env["HOSTNAME"], "reachable from outside of the container").toBe("0.0.0.0");
    expect(container.healthy(image.healthCheck)).toBe(true);

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
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  expect(container.healthy(image.healthCheck)).toBe(false);
});

test("it starts with no settings at all, on its embedded Postgres", async () => {
  const image = await layOutImage({ BASE_PATH: basePath });
  const container = await runContainer(image, {});
  try {
    expect((await fetch(`${container.url}/readyz`)).status).toBe(200);
    expect(readdirSync(path.join(image.folder, ".data"))).not.toEqual([]);
  } finally {
    await container.stop();
    for (const name of readdirSync(path.join(image.folder, ".data")))
      rmSync(path.join(image.folder, ".data", name), { recursive: true });
  }
});

test("a wrong setting ends it with one line", async () => {
  const image = await layOutImage({ BASE_PATH: basePath });
  const { status, stderr } = spawnSync(image.node, image.command.slice(1), {
    cwd: image.folder,
    env: {
      NODE_ENV: "production",
      ...image.env,
      PATH: process.env["PATH"],
      JUPYTERHUB_SERVICE_PREFIX: "/services/bell/",
      JUPYTERHUB_SERVICE_URL: `http://127.0.0.1:${await portNear(0)}`,
    },
    encoding: "utf8",
    ...image.runAs,
  });
  expect(status).toBe(1);
  expect(stderr.split("\n").filter((line) => line.startsWith("belfry:"))).toEqual([
    "belfry: JUPYTERHUB_SERVICE_PREFIX is /services/bell, but this build answers at /services/belfry; build it with BASE_PATH=/services/bell",
  ]);
});

test("the image holds Node of the version that everything is tested with, and no secret or test", async () => {
  const { folder } = await layOutImage({ BASE_PATH: basePath });
  const stages = parseDockerfile(readFileSync("Dockerfile", "utf8"));
  const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { devDependencies: { node: string } };
  for (const { from } of stages) expect(from).toContain(`node:${devDependencies.node.split(".")[0]}-`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => !file.includes("node_modules"),
  );
  expect(files.filter((file) => /^(\.env|\.git|e2e|bench|docs)(\/|$)|\.test\.ts$/.test(file))).toEqual([]);
  expect(files).toContain("db/migrations/meta/_journal.json");
});
