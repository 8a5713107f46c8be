import { metrics } from "#lib/http/endpoints/operations.ts";
import { isFromHere } from "#lib/http/peer.ts";
import { route } from "#lib/http/route.ts";
import { instance, type Instance } from "#lib/instance.ts";

const answer = async (running: Instance) =>
  new Response(await running.metrics.text(), {
    headers: { "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Cache-Control": "no-store" },
  });

const withScope = route(metrics, ({ running }) => answer(running));

export const GET: typeof withScope = (request, context) =>
  isFromHere(request) ? answer(instance()) : withScope(request, context);
