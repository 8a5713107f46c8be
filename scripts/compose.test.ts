import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseEnv } from "#lib/env.ts";

const read = (file: string) => readFileSync(path.join(import.meta.dirname, "..", file), "utf8");
const page = read("docs/deploy-jupyterhub.md");
const beside = read("deploy/docker/dockerspawner.yaml");

/** The files of settings that the page has somebody write, with what the shell puts into them. */
const files = [...page.matchAll(/^cat > belfry\.env <<END\n(.+?)\nEND$/gms)].map(([, lines = ""]) =>
  Object.fromEntries(
    lines
      .replaceAll("$(openssl rand -base64 32)", "x".repeat(44))
      .replaceAll(/\$\w+/g, "f".repeat(48))
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  ),
);
/** What `dockerspawner.yaml` sets by itself. */
const set = Object.fromEntries(
  [...beside.matchAll(/^ {6}([A-Z_]+): (.+)$/gm)].map(([, name = "", value = ""]) => [name, value]),
);

test("the page has a file of settings for the image alone, and one for it beside DockerSpawner", () => {
  expect(files).toHaveLength(2);
  expect(Object.keys(set)).toEqual(["JUPYTERHUB_API_URL", "LAB_URL_TEMPLATE"]);
});

test.each(files)("a start takes the settings of the page: %o", (file) => {
  const env = parseEnv({ ...file, ...set });
  expect(env).toMatchObject({ ...file, ...set });
  expect(new URL(env.DATABASE_URL ?? "").hostname, "the service in compose.yaml").toBe("postgres");
});

test("the hub of the page knows Belfry as its settings do", () => {
  const file = files.find(({ JUPYTERHUB_CLIENT_ID }) => JUPYTERHUB_CLIENT_ID !== undefined);
  const section = page.slice(page.indexOf("\n## DockerSpawner"), page.indexOf("\n## Zero to JupyterHub"));
  expect(section).toContain(`"oauth_client_id": "${file?.["JUPYTERHUB_CLIENT_ID"]}"`);
  expect(section).toContain(`"oauth_redirect_uri": "${file?.["AUTH_URL"]}/api/auth/callback/jupyterhub"`);
  const [, network] = /HUB_NETWORK:-(\w+)/.exec(beside) ?? [];
  expect(section).toContain(`c.DockerSpawner.network_name = "${network}"`);
  const [, prefix] = /^http:\/\/(\w+)-\{username\}/.exec(set["LAB_URL_TEMPLATE"] ?? "") ?? [];
  expect(section).toContain(`c.DockerSpawner.prefix = "${prefix}"`);
  expect(section).toContain(`c.JupyterHub.hub_connect_ip = "${new URL(set["JUPYTERHUB_API_URL"] ?? "").hostname}"`);
});
