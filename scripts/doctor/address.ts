import type { IncomingMessage } from "node:http";
import { off, ok, wordsOf, wrong, type Finding } from "#lib/doctor/check.ts";
import type { Env } from "#lib/env.ts";
import { trustForwarded } from "#lib/http/forwarded.ts";
import type { StandIn } from "./port.ts";

/**
 * Whether the public address leads to this application, and what the proxy in between says of a request: with a server in
 * the application's place, which sees what comes in. While the application runs there, whether it answers is all that
 * can be known.
 */
export async function lookAtAddress(env: Env, standIn: StandIn | undefined): Promise<Finding> {
  if (env.AUTH_URL === undefined)
    return off(
      "AUTH_URL is not set: Belfry takes each request's own Host for its address",
      "Behind a proxy, set it to the address that people open.",
    );
  const { origin } = new URL(env.AUTH_URL);
  const path = `${env.BASE_PATH}/healthz`;
  let answered: { status: number; text: string };
  try {
    const answer = await fetch(origin + path, { redirect: "manual", signal: AbortSignal.timeout(5000) });
    answered = { status: answer.status, text: await answer.text() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = (cause as NodeJS.ErrnoException).code ?? wordsOf(cause);
    return wrong(
      `${origin} can't be reached from here: ${reason}`,
      "Check AUTH_URL, the name's address and the proxy's certificate. Where only this machine can't reach it, open it from another one.",
    );
  }
  if (!standIn) {
    return answered.status === 200 && answered.text.includes('"ok"')
      ? ok(
          `${origin}${env.BASE_PATH} leads to Belfry; what its proxy says of requests can be seen while Belfry is stopped`,
        )
      : astray(origin + path, answered.status, env);
  }
  const request = standIn.requests.at(-1);
  if (answered.text !== standIn.word || !request) return astray(origin + path, answered.status, env);
  return lookAtRequest(request, { env, origin, path });
}

function astray(address: string, status: number, { HOSTNAME, PORT }: Env): Finding {
  const found = `${address} does not lead here: something else answers it (HTTP ${status})`;
  return wrong(found, `Have the proxy send it to ${HOSTNAME}:${PORT}, with the path as it is, or correct AUTH_URL.`);
}

/** As the application would see it. */
function lookAtRequest(
  request: IncomingMessage,
  { env, origin, path }: { env: Env; origin: string; path: string },
): Finding {
  if (request.url !== path)
    return wrong(
      `the proxy changes the path: ${path} arrives as ${request.url}`,
      `Have it pass the path on as it is; it begins with ${env.BASE_PATH || "/"}.`,
    );
  const { host } = new URL(origin);
  if (request.headers.host !== host)
    return wrong(
      `the proxy does not pass on Host: ${host} arrives as ${request.headers.host}`,
      "Have it pass on the Host it was asked for (nginx: proxy_set_header Host $http_host).",
    );
  const passedOn = "x-forwarded-for" in request.headers || "forwarded" in request.headers;
  let unbelieved: string | undefined;
  trustForwarded(request, env.TRUSTED_PROXIES, (peer) => (unbelieved = peer));
  if (unbelieved !== undefined)
    return wrong(
      `the proxy at ${unbelieved} says whose request it is, but is not believed: everybody counts as one address, for limits too`,
      `Set TRUSTED_PROXIES=${unbelieved}, or to its network.`,
    );
  if (passedOn)
    return ok(
      `${origin} leads here through a proxy that is believed; this request counts as that of ${String(request.headers["x-forwarded-for"])}`,
    );
  const isDirect =
    new URL(origin).protocol === "http:" && Number(new URL(origin).port || 80) === (request.socket.localPort ?? 0);
  return isDirect
    ? ok(`${origin} leads here, with no proxy in between`)
    : wrong(
        `${origin} leads here through a proxy that does not say whose request it is: everybody counts as one address, for limits too`,
        "Have it set X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for), and set TRUSTED_PROXIES to its address.",
      );
}
