/**
 * The environment of this process. It is read in this file alone, and written here where a library asks it by itself: the
 * lint refuses `process.env` in the rest of the application. Its exceptions, each of which can't be here:
 * - `instrumentation.ts` and `components/http/address.ts`: Next.js puts a value in the place of the very words when it builds;
 * - `db/test/`: which server the tests run on is no setting of the application;
 * - programs of their own in `scripts/`, among them the start, which hands Next.js what was checked here before it is there.
 */
import { domainToASCII } from "node:url";
import { z } from "zod";

/** Both bounds included. */
const between = (least: number, most: number, words = `must be a number from ${least} to ${most}`) =>
  z.coerce.number(words).min(least, words).max(most, words);
function whole(least: number, most: number) {
  const words = `must be a whole number from ${least} to ${most}`;
  return between(least, most, words).int(words);
}
function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, `must be one of ${words.join(", ")}`);
}
const flag = z
  .enum(["true", "false"], "must be true or false")
  .transform((value) => value === "true")
  .default(false);
const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address" })
  .transform((url) => url.replace(/\/+$/, ""));
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);

/** A list that lets people in: one that names nobody would be read as everybody. */
const allowList = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  list.pipe(z.array(item).min(1, "must name at least one, or be left out"));

/** GitHub compares logins without case. @see https://docs.github.com/en/enterprise-cloud@latest/admin/concepts/identity-and-access-management/username-considerations-for-external-authentication */
const githubLogin = z
  .string()
  .regex(/^[\w-]{1,100}$/, "must be logins such as octocat, separated by commas")
  .transform((login) => login.toLowerCase());

/** A domain of e-mail addresses, as it stands in one: `münchen.example` too is compared in ASCII. */
const mailDomain = z
  .string()
  .transform((domain) => domainToASCII(domain).toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, "must be domains such as example.org, separated by commas"));

/** As DockerSpawner names labs under the prefix `jupyterlab`. */
export const defaultLabUrlTemplate = "http://jupyterlab-{username}:8888{base_url}";

/** `hub`, or `{username}`, `{server}` and `{base_url}` filled in must give an http(s) address without credentials. */
const labUrlTemplate = z.string().refine((template) => {
  if (template === "hub") return true;
  const filled = template.replaceAll("{username}", "u").replaceAll("{server}", "s").replaceAll("{base_url}", "/");
  if (/[{}]/.test(filled) || !URL.canParse(filled)) return false;
  const url = new URL(filled);
  return /^https?:$/.test(url.protocol) && !url.username && !url.password;
}, "must be hub, or an http(s) address; {username}, {server} and {base_url} are filled in");

/** `smtps` is encrypted from the first byte; `smtp` as soon as the server offers it, and with a password it must (lib/outlets/mail/open-mail.ts). */
const smtpUrl = z
  .string()
  .refine(
    (text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? "") && Boolean(URL.parse(text)?.hostname),
    "must be an address such as smtp://user:password@mail.example.org:587",
  );

/** An address, or a name and an address in angle brackets, as it stands in a mail. */
const mailFrom = z.string().refine((text) => {
  const [, name = "", address = text] = /^([^<>"\r\n]*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  return name.length <= 100 && z.email().safeParse(address.trim()).success;
}, "must be an address such as Belfry <belfry@example.org>");

/** Where the application is mounted, without a slash at its end; it becomes part of scripts and of patterns. */
const mountPath = z
  .string()
  .regex(/^(\/(?!\.+(?:\/|$))[\w.~%-]+)*\/*$/, "must be a path such as /services/belfry")
  .transform((path) => path.replace(/\/+$/, ""));

const shape = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("production"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  DATABASE_CA: z.string().optional(),
  DATABASE_POOL: whole(3, 1000).default(20),
  DATA_DIR: z.string().default(".data"),
  PORT: whole(0, 65_535).default(3000),
  HOSTNAME: z.string().default("0.0.0.0"),
  AUTH_SECRET: z.string().min(16, "must be at least 16 characters").optional(),
  AUTH_URL: httpUrl.optional(),
  ADMIN_USERNAME: z
    .string()
    .regex(/^[^\s/]{1,254}$/, "must be 1 to 254 characters without spaces or slashes")
    .optional(),
  ADMIN_PASSWORD: z.string().min(8, "must be at least 8 characters").optional(),
  ADMIN_TOKEN: z
    .string()
    .regex(/^blf_[A-Za-z0-9_-]{20,}$/, "must begin with blf_ and hold 20 more letters or digits")
    .optional(),
  JUPYTERHUB_API_URL: httpUrl.optional(),
  JUPYTERHUB_API_TOKEN: z.string().optional(),
  JUPYTERHUB_PUBLIC_URL: httpUrl.optional(),
  JUPYTERHUB_CLIENT_ID: z.string().optional(),
  JUPYTERHUB_PUBLIC_HUB_URL: httpUrl.optional(),
  JUPYTERHUB_SERVICE_URL: httpUrl.optional(),
  JUPYTERHUB_SSL_KEYFILE: z.string().optional(),
  JUPYTERHUB_SSL_CERTFILE: z.string().optional(),
  JUPYTERHUB_SSL_CLIENT_CA: z.string().optional(),
  JUPYTERHUB_SERVICE_PREFIX: mountPath.optional(),
  BASE_PATH: mountPath.default(""),
  LAB_URL_TEMPLATE: labUrlTemplate.default(defaultLabUrlTemplate),
  AUTH_GITHUB_ID: z.string().optional(),
  AUTH_GITHUB_SECRET: z.string().optional(),
  AUTH_GITHUB_URL: httpUrl.default("https://github.com"),
  AUTH_GITHUB_ALLOW_USERS: allowList(githubLogin).optional(),
  AUTH_GITHUB_ALLOW_ORGS: allowList(githubLogin).optional(),
  AUTH_OIDC_ISSUER: httpUrl.optional(),
  AUTH_OIDC_ID: z.string().optional(),
  AUTH_OIDC_SECRET: z.string().optional(),
  AUTH_OIDC_SCOPE: z
    .string()
    .refine((scope) => scope.split(" ").includes("openid"), "must hold openid")
    .default("openid profile email"),
  AUTH_OIDC_ALLOW_DOMAINS: allowList(mailDomain).optional(),
  AUTH_OIDC_ALLOW_GROUPS: allowList(z.string()).optional(),
  AUTH_OIDC_GROUPS_CLAIM: z.string().optional(),
  DELIVERY_TIMEOUT_MS: whole(1, 60_000).default(5000),
  DELIVERY_CONCURRENCY: whole(1, 65_536).default(1024),
  HUB_CONCURRENCY: whole(1, 256).default(8),
  // With what comes after it a stop takes ten seconds at the most.
  DRAIN_SECONDS: between(0, 7).default(5),
  RETENTION_DAYS: whole(1, 36_500).default(90),
  OUTLET_ALLOW: list
    .pipe(
      z.array(
        z.union(
          [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.hostname().regex(/[a-z]/i)],
          "must be addresses, networks such as 10.0.0.0/8, or host names",
        ),
      ),
    )
    .default([]),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailFrom.optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, "must hold at least 16 letters, digits or any of - . _ ~ + / =")
    .optional(),
  METRICS_OPEN: flag,
  PUBLIC_NOTICES: flag,
  TRUSTED_PROXIES: list
    .pipe(
      z.array(
        z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "must be addresses or networks such as 10.0.0.0/8"),
      ),
    )
    .default([]),
  LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** The settings of this process, checked. Names, units and defaults as in `docs/configuration.md`. */
export type Env = z.output<typeof shape>;

/** Variables that only make sense together: the second is asked for where the first is set. */
const pairs = [
  ["JUPYTERHUB_API_URL", "JUPYTERHUB_API_TOKEN"],
  ["JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL"],
  ["JUPYTERHUB_CLIENT_ID", "JUPYTERHUB_API_URL"],
  ["JUPYTERHUB_SSL_KEYFILE", "JUPYTERHUB_SSL_CERTFILE"],
  ["JUPYTERHUB_SSL_CERTFILE", "JUPYTERHUB_SSL_KEYFILE"],
  ["SMTP_URL", "MAIL_FROM"],
  ["MAIL_FROM", "SMTP_URL"],
  ["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"],
  ["AUTH_GITHUB_SECRET", "AUTH_GITHUB_ID"],
  ["AUTH_GITHUB_ALLOW_USERS", "AUTH_GITHUB_ID"],
  ["AUTH_GITHUB_ALLOW_ORGS", "AUTH_GITHUB_ID"],
  ["AUTH_OIDC_ALLOW_DOMAINS", "AUTH_OIDC_ISSUER"],
  ["AUTH_OIDC_ALLOW_GROUPS", "AUTH_OIDC_ISSUER"],
  ["AUTH_OIDC_GROUPS_CLAIM", "AUTH_OIDC_ISSUER"],
  ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID"],
  ["AUTH_OIDC_ID", "AUTH_OIDC_SECRET"],
  ["AUTH_OIDC_SECRET", "AUTH_OIDC_ISSUER"],
] as const;

/** What sends people to addresses of ours: a way to sign in that leads elsewhere and back, and mails. */
const leadingBack = ["JUPYTERHUB_CLIENT_ID", "AUTH_GITHUB_ID", "AUTH_OIDC_ISSUER", "SMTP_URL"] as const;

/**
 * Checks a set of environment variables. An empty one counts as unset, as shells and Compose files leave them.
 * @throws Error with one line that names the variable and what it should be; never its value.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = shape.safeParse(ofService(given));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${String(issue?.path[0] ?? "environment")} ${issue?.message ?? "is wrong"}`);
  }
  const env = parsed.data;
  for (const [first, second] of pairs) {
    if (env[first] && !env[second]) throw new Error(`${second} is required because ${first} is set`);
  }
  if (!env.AUTH_URL && !isStartedByHub(given)) {
    const name = (["TRUSTED_PROXIES", ...leadingBack] as const).find((each) => env[each]?.length);
    if (name)
      throw new Error(
        `AUTH_URL is required because ${name} is set: the address people open, which no request may choose`,
      );
  }
  const { JUPYTERHUB_SERVICE_PREFIX: prefix = env.BASE_PATH } = env;
  if (prefix !== env.BASE_PATH)
    throw new Error("BASE_PATH is not where the hub's proxy leads (JUPYTERHUB_SERVICE_PREFIX); leave it out");
  if (env.NODE_ENV === "production" && env.DATABASE_URL) {
    for (const name of ["AUTH_SECRET", "AUTH_URL"] as const) {
      if (!env[name]) throw new Error(`${name} is required because DATABASE_URL is set`);
    }
  }
  if (!env.AUTH_URL) {
    // Started by a hub, which stops itself where a service does not start: what would lead back here is off instead.
    return { ...env, ...Object.fromEntries(leadingBack.map((name) => [name, undefined])) };
  }
  return { ...env, AUTH_URL: withPort(env.AUTH_URL, env.PORT) };
}

/** Where the system chooses the port (0), an address of port 0 means the chosen one: Next.js sets `PORT` once it listens. */
function withPort(address: string, port: number): string {
  const url = new URL(address);
  if (url.port !== "0") return address;
  url.port = String(port);
  return url.href.replace(/\/+$/, "");
}

/**
 * What a hub tells a service that it starts itself, in our own terms: where to listen, where browsers find the service and
 * the hub. `JUPYTERHUB_PUBLIC_URL` is the service's own address there, by hand it is the hub's; the prefix tells which.
 * @see https://jupyterhub.readthedocs.io/en/stable/reference/services.html
 * @see docs/decisions/0020-behind-a-hubs-proxy.md
 */
function ofService(given: Record<string, string | undefined>): Record<string, string | undefined> {
  const {
    JUPYTERHUB_SERVICE_NAME: name,
    JUPYTERHUB_SERVICE_PREFIX: prefix,
    JUPYTERHUB_SERVICE_URL: listen,
    JUPYTERHUB_PUBLIC_URL: told,
  } = given;
  const isOurs =
    prefix !== undefined &&
    told !== undefined &&
    URL.canParse(told) &&
    slashed(new URL(told).pathname) === slashed(prefix);
  const authUrl = given["AUTH_URL"] ?? (isOurs ? new URL(told).origin : undefined);
  // Behind the hub's proxy both share one host, unless the hub has a domain for itself.
  const host =
    given["JUPYTERHUB_HOST"] ??
    (prefix !== undefined && authUrl !== undefined && URL.canParse(authUrl) ? new URL(authUrl).origin : undefined);
  const besideUs = host && `${host}${slashed(given["JUPYTERHUB_BASE_URL"] ?? "/")}hub`;
  const hub = given["JUPYTERHUB_PUBLIC_HUB_URL"] ?? (isOurs ? undefined : told) ?? besideUs;
  return {
    ...given,
    ...(prefix !== undefined && listen !== undefined && URL.canParse(listen) && listenAt(new URL(listen))),
    BASE_PATH: given["BASE_PATH"] ?? prefix,
    AUTH_URL: authUrl,
    JUPYTERHUB_PUBLIC_URL: hub,
    // A hub hands this to every service it starts, also where nobody told it its public address.
    JUPYTERHUB_CLIENT_ID: name !== undefined && hub === undefined ? undefined : given["JUPYTERHUB_CLIENT_ID"],
  };
}

/** It then knows the address people open, and is who should tell it. */
function isStartedByHub(given: Record<string, string | undefined>): boolean {
  return given["JUPYTERHUB_SERVICE_NAME"] !== undefined || given["JUPYTERHUB_SERVICE_PREFIX"] !== undefined;
}

const slashed = (path: string) => path.replace(/\/*$/, "/");

function listenAt({ protocol, hostname, port }: URL) {
  return { HOSTNAME: hostname.replace(/^\[|\]$/g, ""), PORT: port || (protocol === "https:" ? "443" : "80") };
}

let parsed: Env | undefined;

/** The environment of this process, parsed once. @throws as {@link parseEnv}. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Stands for {@link basePath} in a build, which fits every one; `scripts/start/place.ts` puts the real one in. */
export const builtPath = "/belfry-base-path";

/**
 * Where the application is mounted, such as `/services/belfry`; empty at a host's root. Known before the rest is checked,
 * which a build may lack: `next.config.js` asks as well. {@link parseEnv} checks it.
 */
export const basePath = (process.env["BASE_PATH"] || process.env["JUPYTERHUB_SERVICE_PREFIX"] || "").replace(
  /\/+$/,
  "",
);

/** The folder of the built application as it runs here, with the path in it (`scripts/start/place.ts`); none in development. */
export const placedIn = process.env["BELFRY_PLACED_IN"];

/** Those variables that are set, as they are: for a program of the system's, which may know no more of ours. */
export function handedOn(names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Has next-auth, which asks the environment itself, take our address from the headers that it is handed. */
export function letNextAuthTrustHeaders(): void {
  process.env["AUTH_TRUST_HOST"] = "true";
  delete process.env["NEXTAUTH_URL"];
}

/** The database's driver reads these of libpq's variables by itself, whatever it is told: an address says it all. */
export function forgetLibpq(): void {
  delete process.env["PGTARGETSESSIONATTRS"];
  delete process.env["PGSSLNEGOTIATION"];
}
