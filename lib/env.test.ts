import { describe, expect, it } from "vitest";
import { parseEnv } from "./env.ts";

describe("parseEnv", () => {
  it("has a default for everything", () => {
    expect(parseEnv({})).toMatchObject({
      DATA_DIR: ".data",
      PORT: 3000,
      LAB_URL_TEMPLATE: "http://jupyterlab-{username}:8888{base_url}",
      DELIVERY_TIMEOUT_MS: 5000,
      DELIVERY_CONCURRENCY: 1024,
      HUB_CONCURRENCY: 8,
      RETENTION_DAYS: 90,
      TRUSTED_PROXIES: [],
    });
  });

  it("takes an empty value as unset", () => {
    expect(parseEnv({ DATABASE_URL: "", PORT: "" })).toMatchObject({ PORT: 3000 });
  });

  it.each([
    [{ PORT: "eighty" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ DATABASE_URL: "mysql://localhost/x" }, "DATABASE_URL"],
    [{ ADMIN_PASSWORD: "short" }, "ADMIN_PASSWORD"],
    [{ ADMIN_TOKEN: "secret-of-mine" }, "ADMIN_TOKEN"],
    [{ LAB_URL_TEMPLATE: "ftp://{username}{base_url}" }, "LAB_URL_TEMPLATE"],
    [{ LAB_URL_TEMPLATE: "http://{user}:8888{base_url}" }, "LAB_URL_TEMPLATE"],
    [{ LAB_URL_TEMPLATE: "http://me:secret@{username}{base_url}" }, "LAB_URL_TEMPLATE"],
    [{ DELIVERY_TIMEOUT_MS: "0" }, "DELIVERY_TIMEOUT_MS"],
    [{ TRUSTED_PROXIES: "10.0.0.0/8,elsewhere" }, "TRUSTED_PROXIES"],
    [{ JUPYTERHUB_API_URL: "http://hub:8081/hub/api" }, "JUPYTERHUB_API_TOKEN"],
    [{ JUPYTERHUB_CLIENT_ID: "service-belfry" }, "JUPYTERHUB_API_URL"],
    [{ AUTH_GITHUB_ID: "x" }, "AUTH_GITHUB_SECRET"],
    [{ AUTH_GITHUB_SECRET: "x" }, "AUTH_GITHUB_ID"],
    [{ AUTH_OIDC_ISSUER: "https://sso.example.org" }, "AUTH_OIDC_ID"],
    [{ AUTH_OIDC_SECRET: "x" }, "AUTH_OIDC_ISSUER"],
    [{ NODE_ENV: "production", DATABASE_URL: "postgres://db/x" }, "AUTH_SECRET"],
  ])("names the variable that is wrong: %o", (given, name) => {
    expect(() => parseEnv(given)).toThrow(new RegExp(`^${name} `));
  });

  it("never repeats a secret", () => {
    try {
      parseEnv({ ADMIN_TOKEN: "hunter2" });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("hunter2");
    }
  });
});
