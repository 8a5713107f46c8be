import { tokenOf } from "#lib/auth/actor.ts";
import { hashToken } from "#lib/hash-token.ts";
import { instance, type Instance } from "#lib/instance.ts";
import type { ApiRequest } from "../api-request.ts";
import { json, type Answer } from "../answer.ts";
import * as endpoints from "../endpoints/operations.ts";
import { isFromHere } from "../peer.ts";
import { readiness } from "../readiness.ts";
import { plainRoute, route } from "../route.ts";

const unkept = { "Cache-Control": "no-store" };

/** Alive: the process answers. It says nothing of the database; that is what `/readyz` is for. Nobody is asked who they are, or counted. */
export const healthz = plainRoute(endpoints.healthz, async () => json({ status: "ok" }, { headers: unkept }));

export const readyz = plainRoute(endpoints.readyz, async () => {
  const state = await readiness();
  return json(state, { status: state.status === "ok" ? 200 : 503, headers: unkept });
});

const counted = async (running: Instance): Promise<Answer> => ({
  status: 200,
  headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8", ...unkept },
  body: await running.metrics.text(),
});

const withScope = route(endpoints.metrics, ({ running }) => counted(running));

export const metrics = plainRoute(endpoints.metrics, (asked) =>
  mayScrape(instance(), asked.request) ? counted(instance()) : withScope.answer(asked),
);

/** Whether somebody who is nobody's account may read the metrics: with the token for it, or from this machine where that is wanted. */
function mayScrape({ env: { METRICS_TOKEN, METRICS_OPEN } }: Pick<Instance, "env">, request: ApiRequest): boolean {
  const token = tokenOf(request);
  // Hashes, whose comparison tells nothing of what they were made of by the time it takes.
  if (token && METRICS_TOKEN && hashToken(token) === hashToken(METRICS_TOKEN)) return true;
  return METRICS_OPEN && isFromHere(request);
}
