import type { QueryClient } from "@tanstack/react-query";
import { openGap } from "../inbox/arrivals.ts";
import { inboxQuery } from "../inbox/queries.ts";
import { refreshSoon } from "../inbox/refresh-soon.ts";
import { startLive, type LiveEvent } from "../live/start-live.ts";

/** What an event does is fetched with the first: mostly none comes while a page is looked at. */
const loadHearing = () => import("./hear-event.ts");

/**
 * Brings what is kept here up to date with the stream, from where it stands, while the page is open.
 * @param open goes to a page: where what was raised on the desktop leads
 * @returns a function that ends it
 */
export function followStream(queries: QueryClient, person: string, open: (path: `/${string}`) => void): () => void {
  // In the order they came: what is fetched once serves each in its turn.
  const onEvent = (event: LiveEvent, raise: boolean) =>
    void loadHearing().then(
      ({ hearEvent }) => hearEvent(queries, event, raise, open),
      () => {
        openGap();
        refreshSoon(queries);
      },
    );
  const start = () => {
    const inbox = queries.getQueryData(inboxQuery.queryKey);
    const position = inbox ? `${inbox.asOf}.${inbox.version}` : "";
    return startLive({ person, position, onEvent, onStale: () => refreshSoon(queries) });
  };

  let stop = start();
  const onHide = () => stop();
  // A page that comes back out of the browser's memory shows what was.
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    stop = start();
    refreshSoon(queries);
  };
  window.addEventListener("pagehide", onHide);
  window.addEventListener("pageshow", onShow);
  return () => {
    window.removeEventListener("pagehide", onHide);
    window.removeEventListener("pageshow", onShow);
    stop();
  };
}
