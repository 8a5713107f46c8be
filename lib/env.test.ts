import { describe, expect, it } from "vitest";
import { parseEnv } from "./env.ts";

describe("parseEnv", () => {
  it("an address of port 0 is that of the port which the system chose", () => {
    const at = (PORT: string, AUTH_URL: string) => parseEnv({ PORT, AUTH_URL }).AUTH_URL;
    expect(at("41234", "http://127.0.0.1:0/")).toBe("http://127.0.0.1:41234");
    expect(at("41234", "http://127.0.0.1:0/belfry")).toBe("http://127.0.0.1:41234/belfry");
    expect(at("41234", "https://belfry.example.org")).toBe("https://belfry.example.org");
  });

  it("outlets may reach what is listed, and nothing that is neither an address, a network nor a host", () => {
    const listed = (OUTLET_ALLOW: string) => parseEnv({ OUTLET_ALLOW }).OUTLET_ALLOW;
    expect(listed("10.0.0.0/8, ntfy.internal,::1, fd00::/8")).toEqual([
      "10.0.0.0/8",
      "ntfy.internal",
      "::1",
      "fd00::/8",
    ]);
    expect(listed("")).toEqual([]);
    for (const wrong of ["10.0.0.0/33", "http://ntfy.internal", "10.0.0", "a b"])
      expect(() => listed(wrong), wrong).toThrow("OUTLET_ALLOW must be addresses");
  });

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

  it.each([
    [{}, ""],
    [{ BASE_PATH: "/" }, ""],
    [{ BASE_PATH: "/services/belfry" }, "/services/belfry"],
    [{ BASE_PATH: "/a/b.c/~d/e-f/" }, "/a/b.c/~d/e-f"],
    [{ JUPYTERHUB_SERVICE_PREFIX: "/jh/services/belfry/" }, "/jh/services/belfry"],
    [{ JUPYTERHUB_SERVICE_PREFIX: "/jh/services/belfry/", BASE_PATH: "/jh/services/belfry" }, "/jh/services/belfry"],
  ])("is mounted, by %o, at %j", (given, path) => {
    expect(parseEnv(given)).toMatchObject({ BASE_PATH: path });
  });

  it("compares logins and domains in one form", () => {
    expect(
      parseEnv({
        AUTH_URL: "https://belfry.example.org",
        AUTH_GITHUB_ID: "x",
        AUTH_GITHUB_SECRET: "x",
        AUTH_GITHUB_ALLOW_USERS: "OctoCat, hubot",
        AUTH_OIDC_ISSUER: "https://sso.example.org",
        AUTH_OIDC_ID: "x",
        AUTH_OIDC_SECRET: "x",
        AUTH_OIDC_ALLOW_DOMAINS: "Example.ORG,münchen.example",
        AUTH_OIDC_ALLOW_GROUPS: "Staff, lab members",
      }),
    ).toMatchObject({
      AUTH_GITHUB_ALLOW_USERS: ["octocat", "hubot"],
      AUTH_OIDC_ALLOW_DOMAINS: ["example.org", "xn--mnchen-3ya.example"],
      AUTH_OIDC_ALLOW_GROUPS: ["Staff", "lab members"],
      AUTH_OIDC_SCOPE: "openid profile email",
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
    [{ METRICS_TOKEN: "too short" }, "METRICS_TOKEN"],
    [{ SMTP_URL: "https://mail.example.org", MAIL_FROM: "belfry@example.org" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp:", MAIL_FROM: "belfry@example.org" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://mail.example.org" }, "MAIL_FROM"],
    [{ MAIL_FROM: "belfry@example.org" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://mail.example.org", MAIL_FROM: "Belfry" }, "MAIL_FROM"],
    [{ SMTP_URL: "smtp://mail.example.org", MAIL_FROM: "a@b.example\r\nBcc: c@d.example" }, "MAIL_FROM"],
    [{ SMTP_URL: "smtp://mail.example.org", MAIL_FROM: "Belfry <belfry@example.org>" }, "AUTH_URL"],
    [{ METRICS_OPEN: "yes" }, "METRICS_OPEN"],
    [{ JUPYTERHUB_API_URL: "http://hub:8081/hub/api" }, "JUPYTERHUB_API_TOKEN"],
    [{ JUPYTERHUB_CLIENT_ID: "service-belfry" }, "JUPYTERHUB_API_URL"],
    [{ JUPYTERHUB_SERVICE_PREFIX: "belfry" }, "JUPYTERHUB_SERVICE_PREFIX"],
    [{ JUPYTERHUB_SERVICE_PREFIX: "/services/belfry/", BASE_PATH: "/belfry" }, "BASE_PATH"],
    [{ BASE_PATH: "services/belfry" }, "BASE_PATH"],
    [{ BASE_PATH: "/services/../belfry" }, "BASE_PATH"],
    [{ BASE_PATH: '/"-alert(1)-"' }, "BASE_PATH"],
    [{ JUPYTERHUB_SERVICE_URL: "127.0.0.1:10101" }, "JUPYTERHUB_SERVICE_URL"],
    [{ AUTH_GITHUB_ID: "x" }, "AUTH_GITHUB_SECRET"],
    [{ AUTH_GITHUB_SECRET: "x" }, "AUTH_GITHUB_ID"],
    [{ AUTH_OIDC_ISSUER: "https://sso.example.org" }, "AUTH_OIDC_ID"],
    [{ AUTH_OIDC_SECRET: "x" }, "AUTH_OIDC_ISSUER"],
    [{ AUTH_GITHUB_ALLOW_USERS: "octocat" }, "AUTH_GITHUB_ID"],
    [{ AUTH_GITHUB_ALLOW_USERS: "octo cat" }, "AUTH_GITHUB_ALLOW_USERS"],
    [{ AUTH_GITHUB_ALLOW_ORGS: " , " }, "AUTH_GITHUB_ALLOW_ORGS"],
    [{ AUTH_GITHUB_ALLOW_ORGS: "../../user" }, "AUTH_GITHUB_ALLOW_ORGS"],
    [{ AUTH_OIDC_ALLOW_DOMAINS: "example.org" }, "AUTH_OIDC_ISSUER"],
    [{ AUTH_OIDC_ALLOW_DOMAINS: "@example.org" }, "AUTH_OIDC_ALLOW_DOMAINS"],
    [{ AUTH_OIDC_ALLOW_DOMAINS: "*.example.org" }, "AUTH_OIDC_ALLOW_DOMAINS"],
    [{ AUTH_OIDC_ALLOW_GROUPS: "," }, "AUTH_OIDC_ALLOW_GROUPS"],
    [{ AUTH_OIDC_GROUPS_CLAIM: "groups" }, "AUTH_OIDC_ISSUER"],
    [{ AUTH_OIDC_SCOPE: "profile email" }, "AUTH_OIDC_SCOPE"],
    [{ TRUSTED_PROXIES: "127.0.0.1" }, "AUTH_URL"],
    [{ AUTH_GITHUB_ID: "x", AUTH_GITHUB_SECRET: "x" }, "AUTH_URL"],
    [{ AUTH_OIDC_ISSUER: "https://sso.example.org", AUTH_OIDC_ID: "x", AUTH_OIDC_SECRET: "x" }, "AUTH_URL"],
    [{ NODE_ENV: "production", DATABASE_URL: "postgres://db/x" }, "AUTH_SECRET"],
  ])("names the variable that is wrong: %o", (given, name) => {
    expect(() => parseEnv(given)).toThrow(new RegExp(`^${name} `));
  });

  it.each([
    [{ RETENTION_DAYS: "abc" }, "RETENTION_DAYS must be a whole number from 1 to 36500"],
    [{ DATABASE_POOL: "2" }, "DATABASE_POOL must be a whole number from 3 to 1000"],
    [{ DRAIN_SECONDS: "8" }, "DRAIN_SECONDS must be a number from 0 to 7"],
    [{ AUTH_URL: "belfry.example.org" }, "AUTH_URL must be an http(s) address"],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent"],
  ])("says what it should be, in words: %o", (given, words) => {
    expect(() => parseEnv(given)).toThrow(words);
  });

  describe("as a service that the hub starts", () => {
    /** What JupyterHub 5 hands over; the public addresses are empty unless `public_url` is configured. */
    const handed = {
      JUPYTERHUB_API_TOKEN: "token",
      JUPYTERHUB_API_URL: "http://127.0.0.1:8081/jh/hub/api",
      JUPYTERHUB_BASE_URL: "/jh/",
      JUPYTERHUB_CLIENT_ID: "service-belfry",
      JUPYTERHUB_HOST: "",
      JUPYTERHUB_OAUTH_CALLBACK_URL: "/jh/services/belfry/oauth_callback",
      JUPYTERHUB_OAUTH_SCOPES: '["access:services", "access:services!service=belfry"]',
      JUPYTERHUB_PUBLIC_HUB_URL: "",
      JUPYTERHUB_PUBLIC_URL: "",
      JUPYTERHUB_SERVICE_NAME: "belfry",
      JUPYTERHUB_SERVICE_PREFIX: "/jh/services/belfry/",
      JUPYTERHUB_SERVICE_URL: "http://127.0.0.1:10101",
    };

    it("listens where the hub's proxy asks, whatever else says where", () => {
      expect(parseEnv({ ...handed, PORT: "3000", HOSTNAME: "0.0.0.0" })).toMatchObject({
        HOSTNAME: "127.0.0.1",
        PORT: 10101,
        JUPYTERHUB_SERVICE_PREFIX: "/jh/services/belfry",
      });
      expect(parseEnv({ ...handed, JUPYTERHUB_SERVICE_URL: "http://[::1]:10101/jh/services/belfry/" })).toMatchObject({
        HOSTNAME: "::1",
        PORT: 10101,
      });
    });

    it("listens as usual without an address behind the proxy", () => {
      const { JUPYTERHUB_SERVICE_PREFIX: _, ...worker } = handed;
      expect(parseEnv({ ...worker, JUPYTERHUB_SERVICE_URL: "http://127.0.0.1:0/" })).toMatchObject({ PORT: 3000 });
    });

    it("takes its own public address and the hub's from the hub", () => {
      const { AUTH_URL, JUPYTERHUB_PUBLIC_URL } = parseEnv({
        ...handed,
        JUPYTERHUB_PUBLIC_URL: "https://hub.example.org/jh/services/belfry/",
        JUPYTERHUB_PUBLIC_HUB_URL: "https://hub.example.org/jh/hub/",
      });
      expect({ AUTH_URL, JUPYTERHUB_PUBLIC_URL }).toEqual({
        AUTH_URL: "https://hub.example.org",
        JUPYTERHUB_PUBLIC_URL: "https://hub.example.org/jh/hub",
      });
    });

    it("finds the hub beside itself where it is told its own address alone", () => {
      expect(parseEnv({ ...handed, AUTH_URL: "https://hub.example.org" })).toMatchObject({
        JUPYTERHUB_PUBLIC_URL: "https://hub.example.org/jh/hub",
        JUPYTERHUB_CLIENT_ID: "service-belfry",
      });
      expect(
        parseEnv({ ...handed, AUTH_URL: "https://belfry.example.org", JUPYTERHUB_HOST: "https://hub.example.org" }),
      ).toMatchObject({ JUPYTERHUB_PUBLIC_URL: "https://hub.example.org/jh/hub" });
    });

    it("does without sign-in through a hub that does not say where browsers find it", () => {
      expect(parseEnv(handed)).toMatchObject({ JUPYTERHUB_CLIENT_ID: undefined, JUPYTERHUB_PUBLIC_URL: undefined });
    });

    it("starts without its own address, and then does without any provider that would lead back to it", () => {
      const github = { AUTH_GITHUB_ID: "x", AUTH_GITHUB_SECRET: "x" };
      const outside = {
        ...handed,
        ...github,
        TRUSTED_PROXIES: "127.0.0.1",
        JUPYTERHUB_HOST: "https://hub.example.org",
      };
      expect(parseEnv(outside)).toMatchObject({
        AUTH_URL: undefined,
        JUPYTERHUB_CLIENT_ID: undefined,
        AUTH_GITHUB_ID: undefined,
        TRUSTED_PROXIES: ["127.0.0.1"],
      });
      expect(parseEnv({ ...outside, AUTH_URL: "https://hub.example.org" })).toMatchObject({
        JUPYTERHUB_CLIENT_ID: "service-belfry",
        AUTH_GITHUB_ID: "x",
      });
    });

    it("takes the address of the hub that is set by hand", () => {
      expect(
        parseEnv({
          JUPYTERHUB_API_URL: "http://hub:8081/hub/api",
          JUPYTERHUB_API_TOKEN: "token",
          JUPYTERHUB_PUBLIC_URL: "https://hub.example.org",
          JUPYTERHUB_CLIENT_ID: "service-belfry",
          AUTH_URL: "https://belfry.example.org",
        }),
      ).toMatchObject({ JUPYTERHUB_PUBLIC_URL: "https://hub.example.org", JUPYTERHUB_CLIENT_ID: "service-belfry" });
    });
  });

  it("never repeats a secret", () => {
    try {
      parseEnv({ ADMIN_TOKEN: "hunter2" });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("hunter2");
    }
    expect(() => parseEnv({ SMTP_URL: "imap://ann:hunter2@mail.example.org", MAIL_FROM: "ann@example.org" })).toThrow(
      "SMTP_URL must be an address such as smtp://user:password@mail.example.org:587",
    );
  });
});
