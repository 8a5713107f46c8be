import type { QueryClient } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import type { LiveEvent } from "../live/start-live.ts";
import { announceArrival } from "../ui/announce.ts";
import { applyArrival, applyChange } from "./list-updates.ts";
import { isMuted } from "./listed.ts";
import { isWhole, openGap, recordArrival } from "./arrivals.ts";
import { refreshSoon } from "./refresh-soon.ts";

/** What a `read` or `cleared` names. */
interface Named {
  origin?: string;
  id?: number;
}

/**
 * What happened in another window, or nothing that names one: then only the server knows what is left. One is named by
 * its origin too: a request that names another is told as well, though nothing came of it.
 */
function changed(queries: QueryClient, effect: "clear" | "read", { origin, id }: Named): void {
  const known =
    id !== undefined && applyChange(queries, { effect, covers: (item) => item.id === id && item.origin === origin });
  if (known === false || (effect === "clear" && known === 0)) refreshSoon(queries);
}

/** Brings the lists up to date with an event of the stream; what is not about them is passed over. */
export function applyEvent(queries: QueryClient, { name, data, position }: LiveEvent): void {
  switch (name) {
    case "notification": {
      // What stands before the dot is an As-Of token.
      const arrival = { notification: data as Notification, position: isWhole() ? position?.split(".")[0] : undefined };
      recordArrival(arrival);
      if (!isMuted(queries, arrival.notification.origin)) announceArrival();
      return applyArrival(queries, arrival);
    }
    case "cleared":
      return changed(queries, "clear", data as Named);
    case "read":
      return changed(queries, "read", data as Named);
    case "reset":
      openGap();
      return refreshSoon(queries);
  }
}
