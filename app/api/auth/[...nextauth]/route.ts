import type { NextRequest } from "next/server";
import { addressOf } from "#lib/auth/address.ts";
import { answerAuth } from "#lib/auth/answer-auth.ts";
import { BelfryError } from "#lib/errors.ts";
import { toResponse } from "#lib/http/answer.ts";
import { problem } from "#lib/http/problem.ts";
import { readFields } from "#lib/http/read-body.ts";
import { publicOrigin } from "#lib/http/public-origin.ts";
import { requireSameOrigin } from "#lib/http/same-origin.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { checkFailures } from "#lib/people/failed-sign-ins.ts";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** next-auth has more: one lets anybody write into the log, others are pages of its own. */
const offered =
  /^(GET (csrf|providers|session|signin|signout|error|callback\/\w+)|POST (signin\/\w+|signout|callback\/credentials))$/;

/** next-auth's own endpoints: csrf, providers, session, sign-in and sign-out, and where providers lead back to. */
async function handle(request: NextRequest, { params }: RouteContext): Promise<Response> {
  const running = instance();
  try {
    running.visits.strangers.take(networkOf(addressOf(request)));
    const path = (await params).nextauth.join("/");
    const origin = publicOrigin(running, request);
    if (!offered.test(`${request.method} ${path}`))
      throw new BelfryError("not-found", `There is no ${request.method} /api/auth/${path}.`);
    requireSameOrigin(running, request);
    const fields = request.method === "POST" ? await readFields(request) : {};
    if (path === "callback/credentials") {
      // Before next-auth has any work of it.
      await checkFailures(systemCtx(running), {
        username: (fields["username"] ?? "").trim(),
        address: addressOf(request),
      });
    }
    return await answerAuth(running, { request, origin, path, fields });
  } catch (error) {
    return toResponse(problem(error, running.log));
  }
}

export { handle as GET, handle as POST };
