import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { userInfo } from "node:os";
import { checkServerIdentity, type PeerCertificate } from "node:tls";

/** What `DATABASE_URL` says, read once for everything in this process. */
export interface Address {
  /** Tried in order. A host that begins with a slash is the folder of a Unix socket. */
  hosts: { host: string; port: number }[];
  user: string;
  password: string;
  database: string;
  /** The driver's option for a connection to this host. */
  tls: (host: string) => false | "prefer" | object;
  /** Sent as the session starts. */
  startup: Record<string, string>;
}

const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
type SslMode = (typeof sslModes)[number];

/** Sent on to Postgres. */
const startupNames = ["application_name", "options"];
/** Of other programs, or of libpq where what we do is what they ask for. */
const ignoredNames = [
  "pgbouncer", "connection_limit", "pool_timeout", "pool_mode", "connect_timeout", "fallback_application_name", "gssencmode", "keepalives",
  "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslcompression", "sslsni", "uselibpqcompat", "supa", "schema",
]; // prettier-ignore

/**
 * Reads a `DATABASE_URL` as libpq would: several hosts, `[::1]`, Unix sockets, and parameters after the question mark.
 * @param ca a file with the CA's certificate, from `DATABASE_CA`; `sslrootcert` in the address says the same
 * @throws Error with one line that names the setting, what is wrong and what helps; never a password
 */
export function parseAddress(url: string, ca?: string): Address {
  const parts = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(url);
  if (!parts) throw wrong("is not an address of the form postgres://user:password@host:5432/database");
  const [, login = "", hosts = "", path = "", query = ""] = parts;
  const given = new Map(new URLSearchParams(query));
  const take = (name: string) => {
    const value = given.get(name);
    given.delete(name);
    return value === undefined || value === "" ? undefined : value;
  };
  const colon = login.indexOf(":");
  const user = take("user") ?? (decoded(colon < 0 ? login : login.slice(0, colon)) || userInfo().username);
  const password = take("password") ?? (colon < 0 ? "" : decoded(login.slice(colon + 1)));
  const address = {
    hosts: hostsOf(take("host") ?? hosts, take("port")),
    user,
    password,
    database: take("dbname") ?? (decoded(path) || user),
    // As libpq reads what JDBC writes.
    tls: tlsOf({
      mode: take("sslmode") ?? (take("ssl") === "true" ? "require" : undefined),
      root: take("sslrootcert"),
      binding: take("channel_binding"),
      ca,
    }),
    startup: Object.fromEntries(
      startupNames
        .map((name) => [name, take(name)] as const)
        .filter((each): each is [string, string] => each[1] !== undefined),
    ),
  };
  checkAttributes(take("target_session_attrs"));
  for (const name of ignoredNames) take(name);
  const [unknown] = given.keys();
  if (unknown !== undefined) throw wrong(`has a parameter that Belfry does not know: ${unknown}; leave it out`);
  return address;
}

function hostsOf(text: string, ports: string | undefined): Address["hosts"] {
  const named = text.split(",");
  const portOf = (n: number) => ports?.split(",")[n] ?? ports?.split(",")[0];
  return named.map((each, n) => {
    const [, literal, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(each) ?? [];
    const number = Number(port ?? portOf(n) ?? 5432);
    if ((literal ?? plain) === undefined || !(number > 0 && number < 65_536))
      throw wrong(`has a host that is none: ${each}; write host:port, and an IPv6 address in brackets`);
    return { host: literal ?? (decoded(plain ?? "") || "localhost"), port: number };
  });
}

interface TlsSettings {
  mode: string | undefined;
  root: string | undefined;
  binding: string | undefined;
  ca: string | undefined;
}

/**
 * Left out, it encrypts where the server does. `require` always does, whoever answers; with a CA at hand it checks for that
 * one, as libpq does. The driver can't bind
 * channels; what `channel_binding=require` is against, somebody in between, a certificate checked in full is against too.
 */
function tlsOf({
  root,
  binding,
  ca: file = root === "system" ? undefined : root,
  // Who names a CA wants it asked.
  mode = file === undefined && root === undefined ? "prefer" : "require",
}: TlsSettings): Address["tls"] {
  if (!isSslMode(mode)) throw wrong(`has sslmode=${mode}; it is one of ${sslModes.join(", ")}`);
  const ca = file === undefined ? undefined : readCa(file);
  const full = mode === "verify-full" || binding === "require" || (root === "system" && mode !== "disable");
  const checked = full || mode === "verify-ca" || (mode === "require" && ca !== undefined);
  if (mode === "disable" && binding !== "require") return () => false;
  return (host) => {
    if (host.startsWith("/")) return false;
    if (!checked && mode !== "require") return "prefer";
    return {
      rejectUnauthorized: checked,
      ...(ca !== undefined && { ca }),
      ...(isIP(host) === 0 && { servername: host }),
      checkServerIdentity: (_: string, certificate: PeerCertificate) =>
        full ? checkServerIdentity(host, certificate) : undefined,
    };
  };
}

const isSslMode = (mode: string): mode is SslMode => (sslModes as readonly string[]).includes(mode);

function readCa(file: string): string {
  const wrongFile = (what: string, cause: unknown) =>
    new Error(`DATABASE_CA or sslrootcert: the file ${file} ${what}`, { cause });
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw wrongFile(`can't be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  try {
    new X509Certificate(text);
  } catch (cause) {
    throw wrongFile("holds no certificate (PEM, with BEGIN CERTIFICATE)", cause);
  }
  return text;
}

/** What we write must be taken, so a standby is of no use whatever the address says. */
function checkAttributes(wanted: string | undefined): void {
  if (wanted !== undefined && !["any", "read-write", "primary"].includes(wanted))
    throw wrong(`asks for target_session_attrs=${wanted}; Belfry writes, so it takes read-write, primary or any`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(wrong("holds a % that stands for nothing; a percent sign is written %25"), { cause });
  }
}

const wrong = (what: string) => new Error(`DATABASE_URL ${what}`);
