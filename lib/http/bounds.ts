import type { IncomingMessage } from "node:http";

/** More than any request of ours has. Next.js needs time by the square of their number: 2 s for 7,500. */
const mostParameters = 100;
/** As with parameters, 2,000 cookies cost 1.4 s. */
const mostCookies = 20;

/** Each is copied several times on its way to a page: 900 cost 20 ms. Browsers send 30, and proxies add some. */
const mostHeaders = 100;
/** The longest of ours holds two names of 254 characters, each escaped. */
const longestPath = 4000;
/** A page's query becomes part of the page, several times over; 14,000 spaces cost 20 ms. Programs' may be longer. */
const longestPageQuery = 2000;

const ours = /^(?:__Host-|__Secure-)?belfry-/;

/** Whether an address has more parameters than anything here takes. */
export function hasTooManyParameters(url: string): boolean {
  const query = url.slice(url.indexOf("?") + 1);
  let count = 1;
  for (let at = query.indexOf("&"); at !== -1 && count <= mostParameters; at = query.indexOf("&", at + 1)) count += 1;
  return url.includes("?") && count > mostParameters;
}

/** What is longer about a request than any of ours is: which part, and how it is too long. */
export function whatIsTooLong(
  { url = "", rawHeaders }: Pick<IncomingMessage, "url" | "rawHeaders">,
  isPage: boolean,
): [path: string, message: string] | undefined {
  if (rawHeaders.length > 2 * mostHeaders) return ["headers", `are more than ${mostHeaders}`];
  const end = url.search(/[?#]/);
  if ((end < 0 ? url.length : end) > longestPath) return ["path", `is longer than ${longestPath} characters`];
  const isLong = isPage && end >= 0 && url.length - end > longestPageQuery;
  return isLong ? ["query", `is longer than ${longestPageQuery} characters`] : undefined;
}

/** Leaves on a request the cookies that we set, in their order: who shares our host may send any number of others. */
export function keepOwnCookies(request: IncomingMessage): void {
  const given = request.headers.cookie;
  if (given === undefined) return;
  const kept = given
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => ours.test(pair))
    .slice(0, mostCookies);
  if (kept.length > 0) request.headers.cookie = kept.join("; ");
  else delete request.headers.cookie;
}

/** Whether a request names more than one host: which of them a proxy went by can't be known. */
export function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length > 1;
}

/** Whether the state of a page that Next.js sends along is torn: it answers 500 to one that it can't read. */
export function hasTornState({ headers }: IncomingMessage): boolean {
  const state = headers["next-router-state-tree"];
  if (state === undefined) return false;
  try {
    return !isTree(JSON.parse(decodeURIComponent(String(state))));
  } catch {
    return true;
  }
}

/** A segment, then the trees below it by the name of their place; more may follow. */
function isTree(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const [segment, below] = value as unknown[];
  return isSegment(segment) && typeof below === "object" && below !== null && Object.values(below).every(isTree);
}

/** A fixed one by its name; one with a parameter by three texts, and its siblings or null. */
function isSegment(segment: unknown): boolean {
  if (typeof segment === "string") return true;
  if (!Array.isArray(segment) || segment.length < 3) return false;
  return segment.every((part, at) => typeof part === "string" || (at > 2 && (part === null || isTexts(part))));
}

const isTexts = (value: unknown) => Array.isArray(value) && value.every((part) => typeof part === "string");
