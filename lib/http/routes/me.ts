import { broadcastsAMinute } from "#lib/broadcast/schema.ts";
import { can, type Actor } from "#lib/ctx.ts";
import { sessionRequestsAMinute } from "#lib/limits/visits.ts";
import { listMyOrigins } from "#lib/origins/list-mine.ts";
import { json } from "../answer.ts";
import * as endpoints from "../endpoints/me.ts";
import { requestsAMinute } from "../require-actor.ts";
import { route } from "../route.ts";

export const getMe = route(endpoints.getMe, async ({ ctx }) => {
  const { username, role, via, scopes } = ctx.actor;
  const origins = (await listMyOrigins(ctx)).filter(({ member }) => member).map(({ origin }) => origin);
  return json({ username, role, via, scopes, origins, publish: publishable(ctx.actor), limits: limitsOf(ctx.actor) });
});

function publishable({ scopes }: Actor): "all" | string[] {
  if (scopes.includes("publish")) return "all";
  return scopes.filter((scope) => scope.startsWith("publish:")).map((scope) => scope.slice("publish:".length));
}

function limitsOf(actor: Actor) {
  const most = actor.via === "session" ? sessionRequestsAMinute : requestsAMinute;
  return {
    requests: { most, windowS: 60 },
    ...(can(actor, "broadcast") && { broadcasts: { most: broadcastsAMinute, windowS: 60 } }),
  };
}
