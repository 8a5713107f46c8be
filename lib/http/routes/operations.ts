import { instance, type Instance } from "#lib/instance.ts";
import { json, type Answer } from "../answer.ts";
import * as endpoints from "../endpoints/operations.ts";
import { isFromHere } from "../peer.ts";
import { readiness } from "../readiness.ts";
import { route, type Route } from "../route.ts";

const unkept = { "Cache-Control": "no-store" };

/** Alive: the process answers. It says nothing of the database; that is what `/readyz` is for. Nobody is asked who they are, or counted. */
export const healthz: Route = {
  declared: endpoints.healthz,
  answer: async () => json({ status: "ok" }, { headers: unkept }),
};

export const readyz: Route = {
  declared: endpoints.readyz,
  async answer() {
    const state = await readiness();
    return json(state, { status: state.status === "ok" ? 200 : 503, headers: unkept });
  },
};

const counted = async (running: Instance): Promise<Answer> => ({
  status: 200,
  headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8", ...unkept },
  body: await running.metrics.text(),
});

const withScope = route(endpoints.metrics, ({ running }) => counted(running));

export const metrics: Route = {
  declared: endpoints.metrics,
  answer: (asked) => (isFromHere(asked.request) ? counted(instance()) : withScope.answer(asked)),
};
