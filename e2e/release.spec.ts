import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { version } from "#lib/version.ts";
import { startServer } from "#scripts/demo/server.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { expect, test } from "./fixtures.ts";

const admin = { username: "admin", password: "ring the bell", token: "blf_release-test-token-00000001" };

test("the archive of a release runs from an empty folder: pages, sign-in, its command, the doctor; Postgres is a part of its own", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-release-"));
  const unpack = (archive: string) => execFileSync("tar", ["-xzf", archive, "-C", folder]);
  try {
    execFileSync(process.execPath, ["scripts/release.ts", "--into", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const whole = `belfry-${version}`;
    const archives = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    expect(archives).toContain(`${whole}.tgz`);
    const parts = JSON.parse(readFileSync(path.join(folder, "sbom.cdx.json"), "utf8")) as {
      components: { name: string }[];
    };
    expect(parts.components.map(({ name }) => name)).toContain("postgres");

    unpack(path.join(folder, `${whole}.tgz`));
    const app = path.join(folder, whole);
    const files = readdirSync(app, { recursive: true, encoding: "utf8" });
    expect(
      files
        .filter(
          (file) =>
            /\.test\.tsx?$|^(e2e|bench|dist|\.git|\.data)(\/|$)|(^|\/)\.env$|\.d\.ts$/.test(file) &&
            !file.includes("next/"),
        )
        .slice(0, 5),
    ).toEqual([]);

    const settings = {
      DATABASE_URL: "",
      DATA_DIR: path.join(folder, "data"),
      ADMIN_USERNAME: admin.username,
      ADMIN_PASSWORD: admin.password,
      ADMIN_TOKEN: admin.token,
    };
    // Both of what Playwright and verify say of colours would have Node.js warn.
    const { FORCE_COLOR: _, ...around } = process.env;
    const program = (file: string, args: string[], env: Record<string, string>) =>
      spawnSync(process.execPath, [file, ...args], { cwd: app, encoding: "utf8", env: { ...around, ...env } });
    const without = program("scripts/start.mjs", [], { ...settings, PORT: "0", HOSTNAME: "127.0.0.1" });
    expect([without.status, without.stderr]).toEqual([
      1,
      expect.stringMatching(/belfry: there is no embedded Postgres .*DATABASE_URL/),
    ]);

    for (const archive of archives.filter((name) => name.includes("-postgres-"))) unpack(path.join(folder, archive));
    const server = await onFreePorts(1, (port = 0) => startServer({ port, settings, app }));
    try {
      const failed: string[] = [];
      page.on("response", (response) => {
        if (response.status() >= 400) failed.push(response.url());
      });
      await page.goto(`${server.url}/sign-in`);
      await page.getByLabel("Username").fill(admin.username);
      await page.getByLabel("Password").fill(admin.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("contentinfo")).toContainText(`Belfry ${version}`);
      await expect(page).toHaveURL(`${server.url}/`);
      expect(failed).toEqual([]);
      expect((await signInAsProgram(server.url, admin)).cookie).toContain("belfry-session");

      const belfry = program("scripts/belfry.mjs", ["list", "--json"], {
        BELFRY_URL: server.url,
        BELFRY_TOKEN: admin.token,
      });
      expect([belfry.status, belfry.stderr]).toEqual([0, ""]);
      const { port } = new URL(server.url);
      const here = { ...settings, PORT: port, HOSTNAME: "127.0.0.1", AUTH_URL: server.url };
      const doctor = program("scripts/belfry.mjs", ["doctor", "--json"], here);
      expect([doctor.status, doctor.stderr]).toEqual([0, ""]);
      expect(doctor.stdout).toContain("is ready");
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
