import { BelfryError } from "#lib/errors.ts";

/** Where the receiving extension listens, below a server's base URL. */
const ingestPath = "jupyterlab-notifications-extension/ingest";

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
  /** As the hub lists it: `/user/alice/gpu/`. */
  baseUrl: string;
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
  if (path.lastIndexOf("{base_url}") > 0) throw fault("has something between its host and {base_url}");
  if (!/\{(username|base_url)\}/.test(template))
    throw fault("would be the same for every lab; it needs {username} or {base_url}");
  return { origin, path };
}

/**
 * The address that a server's notifications are posted to. Names are escaped as DockerSpawner does, `baseUrl` is used as it
 * is. Whatever the names are, the result has the scheme, host and port which the template gives to the escaped names.
 * @throws BelfryError `bad-input` for a template that {@link parseLabUrlTemplate} refuses, or a server whose name or
 * base URL can't be part of an address
 */
export function labUrl(template: string, { username, server, baseUrl }: LabAddress): string {
  const { origin, path } = parseLabUrlTemplate(template);
  const named = server ? `${username}/${server}` : username;
  const fault = (why: string) =>
    new BelfryError("bad-input", `The server of ${JSON.stringify(named)} can't be addressed: ${why}`);
  if (username === "") throw fault("it has no username");
  if (!username.isWellFormed() || !server.isWellFormed()) throw fault("its name holds half a surrogate pair");
  if (!isPath(baseUrl)) throw fault(`the hub lists it at ${JSON.stringify(baseUrl)}, which is not a plain path`);

  const names: Record<string, string> = {
    "{username}": escapeName(username),
    "{server}": escapeName(server),
    "{base_url}": baseUrl,
  };
  const fill = (text: string) => text.replace(/\{\w+\}/g, (placeholder) => names[placeholder] ?? placeholder);
  const address = `${fill(path).replace(/\/?$/, "/")}${ingestPath}`;
  const url = URL.parse(fill(origin) + address);
  // A parser that reads the host as a number, or resolves a path, would send it elsewhere than what was checked here.
  if (!url || url.pathname !== address || url.hostname !== hostOf(fill(origin)))
    throw fault(`${fill(origin)}${address} is not its address`);
  return url.href;
}

/**
 * A name as DockerSpawner puts it into a host name: ASCII letters and digits stay, the UTF-8 bytes of all else become
 * `-` and two hex digits each, all lower case. `a-b` → `a-2db`.
 */
export function escapeName(name: string): string {
  let escaped = "";
  for (const byte of Buffer.from(name)) {
    const character = String.fromCharCode(byte);
    escaped += /[A-Za-z0-9]/.test(character) ? character.toLowerCase() : `-${byte.toString(16).padStart(2, "0")}`;
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
