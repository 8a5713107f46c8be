import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { basePath } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Instance } from "#lib/instance.ts";
import { admitPage, isPage } from "./admit-page.ts";
import type { Answer } from "./answer.ts";
import { checkAction } from "./action-body.ts";
import { answerDirectly, routesAt } from "./answer-directly.ts";
import { DirectRequest } from "./api-request.ts";
import { hasSeveralHosts, hasTooManyParameters, hasTornState, keepOwnCookies, whatIsTooLong } from "./bounds.ts";
import { drawPage } from "./draw-page.ts";
import { answerAfterBody, dropBody } from "./drop-body.ts";
import { fromHubAddress } from "./hub-address.ts";
import { answerKeptPage } from "./kept-page.ts";
import { inFront } from "./in-front.ts";
import { packAnswer } from "./pack-answer.ts";
import { methodNotAllowed, problem } from "./problem.ts";
import { bodyLimitBytes, tooLarge } from "./read-body.ts";
import { methodsOf } from "./route-name.ts";
import { fromAnotherSite, isSameOrigin } from "./same-origin.ts";
import { securityHeaders, setHeaders } from "./security-headers.ts";
import { answerServiceWorker } from "./service-worker.ts";
import { answerStaticFile } from "./static-file.ts";
import { writeAnswer } from "./write-answer.ts";

const ordinary = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Longer than any proxy keeps a connection to us without a request, so that none is closed under a request on its way. */
const keepAliveMs = 75_000;

/** A request's headers must be here within this time, and all of it within the other: who is slower is cut off (408). */
const headersWithinMs = 15_000;
const requestWithinMs = 30_000;

/**
 * Stands before Next.js: sets what every answer carries, refuses what is no request of ours or says itself that it is too
 * large, before anything reads it, and answers our endpoints. The pages are left to Next.js, each under its policy.
 */
export function standBefore(server: Server, running: Pick<Instance, "env" | "log" | "authSecret" | "visits">): void {
  const { env, log } = running;
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = headersWithinMs;
  server.requestTimeout = requestWithinMs;
  const headers = securityHeaders(env);
  // While somebody works on it, each look is to show what it is now.
  const answerPage = env.NODE_ENV === "development" ? () => undefined : answerKeptPage;
  inFront(server, (request, response) => {
    setHeaders(response, headers);
    keepOwnCookies(request);
    answerAfterBody(request, response);
    const failed = (error: unknown) => {
      if (!response.headersSent) writeAnswer(response, problem(error, log));
      else {
        log.error({ err: error }, "a request could not be answered");
        response.destroy();
      }
      return true;
    };
    const refuseWith = (answer: Answer) => refuse(request, response, answer).then(() => true);
    const admit = async () => {
      const url = request.url ?? "";
      // What an endpoint answers through Next.js' door is as plain as through the front's (docs/decisions/0008-two-doors.md).
      if (!methodsOf(url)) packAnswer(request, response);
      const tooMany = isPage(url) ? await admitPage(request, response, running) : undefined;
      if (tooMany) return refuseWith(tooMany);
      return drawPage(request, response) ?? false;
    };
    const refusal = refused(request, response, { env, log });
    if (refusal) return refuseWith(refusal).catch(failed);
    if (isAction(request))
      return checkAction(request)
        .then(admit, (error: unknown) => refuseWith(problem(error, log)))
        .catch(failed);
    const answering =
      answerDirectly(request, response) ??
      answerStaticFile(request, response) ??
      answerServiceWorker(request, response) ??
      answerPage(request, response);
    if (!answering) return admit().catch(failed);
    answering.catch(failed);
    return true;
  });
}

/** A server action acts on the cookie, to whichever address it is sent: Next.js finds it by the number in this header. */
const isAction = ({ method, headers }: IncomingMessage) => method === "POST" && "next-action" in headers;

/** Where its body is not read to the end, nothing else can come on its connection. */
async function refuse(request: IncomingMessage, response: ServerResponse, refusal: Answer): Promise<void> {
  const whole = await dropBody(request);
  if (!whole) response.setHeader("Connection", "close");
  writeAnswer(response, refusal);
}

/** Whether what is asked takes a form of several parts. */
const takesParts = (method: string, url: string): boolean =>
  routesAt(url)?.value.get(method)?.declared.takes?.includes("multipart/form-data") ?? false;

/** The answer to what nobody need or must see. */
function refused(
  request: IncomingMessage,
  response: ServerResponse,
  { env, log }: Pick<Instance, "env" | "log">,
): Answer | undefined {
  const { method = "", url = "", headers } = request;
  const moved = fromHubAddress(request);
  if (moved !== undefined) return { status: 307, headers: { Location: moved } };
  const bad = (path: string, message: string) =>
    problem(new BelfryError("bad-input", `The request's ${path} ${message}.`, { errors: [{ path, message }] }), log);
  const declared = methodsOf(url);
  const tooLong = whatIsTooLong(request, declared === undefined && !url.startsWith(`${basePath}/api/auth/`));
  if (tooLong) return bad(...tooLong);
  const allow = declared ?? ordinary;
  if (!allow.includes(method)) return methodNotAllowed(method, allow);
  if (!url.startsWith("/")) return bad("path", "does not begin with a slash");
  if (hasSeveralHosts(request)) return bad("Host", "is given more than once");
  if (hasTooManyParameters(url)) return bad("query", "has more than 100 parameters");
  if (hasTornState(request)) return bad("Next-Router-State-Tree", "can't be read");
  const [path = ""] = url.split("?", 1);
  // It would fetch and shrink pictures for anybody; ours need none of that.
  if (path === `${basePath}/_next/image`)
    return problem(new BelfryError("not-found", "There is nothing at this address."), log);
  // Next.js answers 500 to both before any handler of ours: to a path that it can't decode, and to a form that is torn.
  if (!isDecodable(path))
    return bad("path", "holds a % that is not followed by the hexadecimal digits of a character in UTF-8");
  if (headers["content-type"]?.toLowerCase().includes("multipart/") && !takesParts(method, url))
    return bad("Content-Type", "is a form of several parts, which nothing takes at this address");
  if (isAction(request)) {
    const asked = new DirectRequest(request, response);
    if (!isSameOrigin({ env }, asked)) return problem(fromAnotherSite({ env }), log);
  }
  // Next.js would send it on to the address without: one level up, where a missing id means all of them.
  else if (!["GET", "HEAD"].includes(method) && /.\/$|\/\//.test(path)) return bad("path", "has an empty part");
  return Number(headers["content-length"] ?? 0) > bodyLimitBytes ? problem(tooLarge(), log) : undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
