import { BelfryError } from "#lib/errors.ts";

/** Where the receiving extension listens, below a server's base URL. */
const ingestPath = "jupyterlab-notifications-extension/ingest";

/** Instead of a template: each server at the address that the hub itself gives. */
export const hubAddresses = "hub";

/** An address with places for a server's names, taken apart: the origin can hold no base URL, so none can change it. */
export interface LabUrlTemplate {
  /** `http://jupyterlab-{username}:8888` */
  origin: string;
  /** `{base_url}` */
  path: string;
}

export interface LabAddress {
  username: string;
  /** A server's name; empty for the default one. */
  server: string;
  /** As the hub lists it: `/user/alice/gpu/`, or a whole address where people have hosts of their own. */
  baseUrl: string;
  /** Its whole address, where the hub says it apart (5.x with `public_url`). */
  fullUrl?: string | null | undefined;
}

const templatePattern =
  /^(https?:\/\/(?:\[[0-9a-f:.]+\]|(?:[a-z0-9._-]|\{username\}|\{server\})+)(?::\d{1,5})?)((?:\/|\{base_url\}).*)?$/i;
const pathPattern = /^(?:[!$&'()*+,\-./0-9:;=@A-Z_a-z~%[\]]|\{username\}|\{server\}|\{base_url\})*$/;

/**
 * Checks a template such as `http://jupyterlab-{username}:8888{base_url}`.
 * @throws BelfryError `bad-input` that says what is wrong with it
 */
export function parseLabUrlTemplate(template: string): LabUrlTemplate {
  const fault = (why: string) => new BelfryError("bad-input", `The lab address ${JSON.stringify(template)} ${why}`);
  const unknown = /\{(?!(?:username|server|base_url)\})[^}]*\}?/.exec(template)?.[0];
  if (unknown) throw fault(`holds ${unknown}; {username}, {server} and {base_url} can be filled in`);
  if (/^[^/]*\/\/[^/]*@/.test(template)) throw fault("holds credentials; labs are sent a token of their own");
  const [, origin, path = "/"] = templatePattern.exec(template) ?? [];
  if (!origin) throw fault("is not an http or https address with {base_url} after its host");
  if (!pathPattern.test(path)) throw fault("holds a query, a fragment or another character that no path has");
  const prefix = path.slice(0, Math.max(0, path.lastIndexOf("{base_url}")));
  if (prefix.includes("{")) throw fault("has more than a fixed path between its host and {base_url}");
  if (prefix && !isPath(prefix)) throw fault("has a path before {base_url} that would be read as another");
  if (!/\{(username|base_url)\}/.test(template))
    throw fault("would be the same for every lab; it needs {username} or {base_url}");
  return { origin, path: prefix.replace(/\/$/, "") + path.slice(prefix.length) };
}

/**
 * The address that a server's notifications are posted to. Names are escaped as DockerSpawner does; of what the hub lists
 * the path is used as it is, behind the template's host. Whatever the names are, the result has the scheme, host and port
 * which the template gives to the escaped names; by {@link hubAddresses} its host is the hub's own or below it.
 * @param hubUrl the hub's public address, for {@link hubAddresses}
 * @throws BelfryError `bad-input` for a template that {@link parseLabUrlTemplate} refuses, or a server whose name or
 * base URL can't be part of an address
 */
export function labUrl(template: string, address: LabAddress, hubUrl?: string): string {
  const { username, server, baseUrl } = address;
  const fault = (why: string) =>
    new BelfryError(
      "bad-input",
      `The server of ${JSON.stringify(server ? `${username}/${server}` : username)} can't be addressed: ${why}`,
    );
  if (username === "") throw fault("it has no username");
  if (!username.isWellFormed() || !server.isWellFormed()) throw fault("its name holds half a surrogate pair");
  if (template === hubAddresses) return addressOfHub(address, hubUrl, fault);

  const { origin, path } = parseLabUrlTemplate(template);
  const listed = pathOf(baseUrl);
  if (!isPath(listed)) throw fault(`the hub lists it at ${JSON.stringify(baseUrl)}, which is not a plain path`);
  const names: Record<string, string> = {
    "{username}": escapeName(username),
    "{server}": escapeName(server),
    "{base_url}": listed,
  };
  const fill = (text: string) => text.replace(/\{\w+\}/g, (placeholder) => names[placeholder] ?? placeholder);
  const whole = `${fill(path).replace(/\/?$/, "/")}${ingestPath}`;
  const url = URL.parse(fill(origin) + whole);
  // A parser that reads the host as a number, or resolves a path, would send it elsewhere than what was checked here.
  if (!url || url.pathname !== whole || url.hostname !== hostOf(fill(origin)))
    throw fault(`${fill(origin)}${whole} is not its address`);
  return url.href;
}

/**
 * Where a server's notifications are posted to, or the error that says why no address can be made of what the hub lists:
 * that is this server's own outcome, and nobody else's trouble.
 */
export function addressOf(
  { urlTemplate, hubUrl }: { urlTemplate: string; hubUrl: string | undefined },
  server: LabAddress,
): { url: string; fault: undefined } | { url: undefined; fault: BelfryError } {
  try {
    return { url: labUrl(urlTemplate, server, hubUrl), fault: undefined };
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    return { url: undefined, fault: error };
  }
}

/** A token must not leave the hub's own hosts, whatever the hub was told to list. */
function addressOfHub(
  { baseUrl, fullUrl }: LabAddress,
  hubUrl: string | undefined,
  fault: (why: string) => BelfryError,
): string {
  const listed = fullUrl ?? baseUrl;
  const url = URL.parse(listed);
  if (!url)
    throw fault(
      "the hub gives no whole address for it: set c.JupyterHub.public_url or subdomain_host there, or a LAB_URL_TEMPLATE",
    );
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || !isPath(pathOf(listed)))
    throw fault(`the hub gives ${JSON.stringify(listed)}, which is not a plain http or https address`);
  const hub = hubUrl === undefined ? undefined : URL.parse(hubUrl)?.hostname;
  if (hub === undefined || !(url.hostname === hub || url.hostname.endsWith(`.${hub}`)))
    throw fault(`the hub gives ${url.origin}, which is not on a host at or below ${hub ?? "its public address"}`);
  return `${url.origin}${pathOf(listed).replace(/\/?$/, "/")}${ingestPath}`;
}

/** What stands behind the host of a whole address, which no hub gives without a path; a path is itself. */
function pathOf(listed: string): string {
  return listed.replace(/^https?:\/\/[^/\\?#]+(?=\/[^/])/i, "");
}

/**
 * A name as DockerSpawner puts it into a host name: lower-case ASCII letters and digits stay, the UTF-8 bytes of all else
 * become `-` and two hex digits each. `a-b` → `a-2db`, `Ann` → `-41nn`.
 */
export function escapeName(name: string): string {
  let escaped = "";
  for (const byte of Buffer.from(name)) {
    const character = String.fromCharCode(byte);
    escaped += /[a-z0-9]/.test(character) ? character : `-${byte.toString(16).padStart(2, "0")}`;
  }
  return escaped;
}

/** Printable ASCII from one `/` on, without query, fragment, backslash, or a segment that a parser would resolve. */
function isPath(baseUrl: string): boolean {
  return /^\/(?!\/)[!-~]*$/.test(baseUrl) && !/[\\?#]/.test(baseUrl) && !/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(baseUrl);
}

function hostOf(origin: string): string {
  return origin
    .replace(/^https?:\/\//i, "")
    .replace(/:\d+$/, "")
    .toLowerCase();
}
