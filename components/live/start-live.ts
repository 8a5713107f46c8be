import { address } from "../http/address.ts";
import { connect, type Connection, type ConnectionState } from "./connection.ts";
import { takeSeat, type Channel } from "./leadership.ts";
import type { Block } from "./read-blocks.ts";
import { reportConnection } from "./status.ts";

/** What tabs tell each other. */
type News = { state: ConnectionState } | { block: Block } | { looking: boolean; tab: string };

export interface LiveOptions {
  /** Whose tabs these are: another person's, after a sign-out, have a line of their own. */
  person: string;
  /** The `As-Of` of what this tab shows. */
  position: string;
  /** An event. @param raise whether this tab is to raise what it tells on the desktop: it leads, and no tab is looked at */
  hear: (event: string, data: unknown, position: string | undefined, raise: boolean) => void;
  /** What this tab shows may be older than what it will be told: fetch it again. */
  catchUp: () => void;
}

const openStream = (position: string, signal: AbortSignal) =>
  fetch(address("/api/stream"), {
    headers: { Accept: "text/event-stream", "Last-Event-ID": position },
    cache: "no-store",
    signal,
  });

/**
 * Keeps this tab up to date, with one stream for all tabs of the browser: HTTP/1.1 allows six connections. The tab that leads passes on what it hears.
 * @returns a function that ends it
 */
export function startLive({ person, position, hear, catchUp }: LiveOptions): () => void {
  const id = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const others = new Set<string>();
  let at = position;
  let state: ConnectionState = "connecting";
  let connection: Connection | undefined;

  const isLookedAt = () => document.visibilityState === "visible";
  const take = ({ id: reached, event, data }: Block, raise: boolean) => {
    at = reached ?? at;
    if (event !== undefined) hear(event, JSON.parse(data ?? "null"), reached, raise);
  };
  const hush = () => {
    connection?.close();
    connection = undefined;
  };
  const seat = takeSeat<News>({
    channel: new BroadcastChannel(`belfry ${person}`) satisfies Channel,
    id,
    greeting: () => ({ state }),
    lead() {
      connection = connect({
        open: openStream,
        position: at,
        onState(next) {
          state = next;
          reportConnection(state);
          seat.tell({ state });
        },
        onBlock(block) {
          seat.tell({ block });
          take(block, !isLookedAt() && others.size === 0);
        },
      });
    },
    follow() {
      hush();
      catchUp();
      seat.tell({ looking: isLookedAt(), tab: id });
    },
    hear(news) {
      if ("state" in news) reportConnection((state = news.state));
      else if ("block" in news) take(news.block, false);
      else if (news.looking) others.add(news.tab);
      else others.delete(news.tab);
    },
  });

  const onVisibility = () => {
    seat.tell({ looking: isLookedAt(), tab: id });
    if (isLookedAt() && state !== "open") connection?.retryNow();
  };
  const onOnline = () => connection?.renew();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("online", onOnline);
    seat.tell({ looking: false, tab: id });
    hush();
    seat.leave();
  };
}
