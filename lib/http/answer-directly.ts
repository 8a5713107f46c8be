import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { DirectRequest } from "./api-request.ts";
import { pathOf } from "./route-name.ts";
import { table } from "./table.ts";
import { writeAnswer } from "./write-answer.ts";

/** Paths that Next.js takes for another one or redirects. */
const irregular = /\\|\/\/|\/\.{1,2}(\/|$)|.\/$/;

/** The routes of an address that this door answers for. */
export function routesAt(url: string): ReturnType<typeof table.find> {
  const path = pathOf(url);
  return path === undefined || irregular.test(path) || url.includes("#") ? undefined : table.find(path);
}

/**
 * The server's own door: answers a request for one of our endpoints without Next.js, which takes several times as long for the
 * least of them. Whatever it leaves alone comes to the same routes through their files in `app/`.
 * @returns nothing for what is left alone
 * @see docs/decisions/0008-two-doors.md
 */
export function answerDirectly(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { url = "", method = "" } = request;
  const found = routesAt(url);
  if (!found) return undefined;
  if (method === "OPTIONS") return Promise.resolve(writeAnswer(response, options([...found.value.keys()])));
  const route = found.value.get(method === "HEAD" ? "GET" : method);
  if (!route) return undefined;
  const params = Object.fromEntries(
    Object.entries(found.params).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
  return route.answer({ request: new DirectRequest(request, response), params, response }).then((answer) => {
    if (answer && !response.headersSent && !response.destroyed) writeAnswer(response, answer);
  });
}

/** As Next.js answers it. */
function options(methods: readonly string[]): Answer {
  const allow = ["OPTIONS", ...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].sort();
  return { status: 204, headers: { Allow: allow.join(", ") } };
}
