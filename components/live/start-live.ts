import { address } from "../http/address.ts";
import { noteSeen } from "../http/seen-at.ts";
import { connect, type Connection, type ConnectionState } from "./connect.ts";
import { electLeader, type Channel } from "./elect-leader.ts";
import { reportConnection } from "./live-status.ts";

/** An event of the stream: its name, what it holds, and the position it brings its reader to. */
export interface LiveEvent {
  name: string;
  data: unknown;
  position: string | undefined;
}

/** What tabs send each other. */
type TabMessage =
  { state: ConnectionState } | { position: string } | { event: LiveEvent } | { visible: boolean; tab: string };

export interface LiveOptions {
  /** Whose tabs these are: another person's, after a sign-out, have a channel of their own. */
  person: string;
  /** The `As-Of` of what this tab shows. */
  position: string;
  /** @param raise whether this tab is to raise what it hears of on the desktop: it leads, and no tab is looked at */
  onEvent: (event: LiveEvent, raise: boolean) => void;
  /** What this tab shows may be older than what it will hear: fetch it again. */
  onStale: () => void;
}

const openStream = (position: string, signal: AbortSignal) =>
  fetch(address("/api/stream"), {
    headers: { Accept: "text/event-stream", "Last-Event-ID": position },
    cache: "no-store",
    signal,
  });

/**
 * Keeps this tab up to date, with one stream for all tabs of the browser: HTTP/1.1 allows six connections. The leader
 * passes on what it reads.
 * @returns a function that ends it
 */
export function startLive({ person, position, onEvent, onStale }: LiveOptions): () => void {
  const id = crypto.getRandomValues(new Uint32Array(2)).join("-");
  const visibleElsewhere = new Set<string>();
  let at = position;
  let state: ConnectionState = "connecting";
  let connection: Connection | undefined;

  const isVisible = () => document.visibilityState === "visible";
  const disconnect = () => {
    connection?.close();
    connection = undefined;
  };
  const election = electLeader<TabMessage>({
    channel: new BroadcastChannel(`belfry ${person}`) satisfies Channel,
    id,
    greeting: () => ({ state }),
    onLead() {
      connection = connect({
        open: openStream,
        position: at,
        onState(next) {
          state = next;
          reportConnection(state);
          election.send({ state });
          // Whatever tab they sign in with again leads then, and brings this one back.
          if (state === "signed-out") election.stepDown();
        },
        onHeard: () => noteSeen(Date.now()),
        onPosition(next) {
          at = next;
          election.send({ position: at });
        },
        onEvent({ event: name, data, id: position }) {
          if (name === undefined) return;
          const event: LiveEvent = { name, data: JSON.parse(data), position };
          election.send({ event });
          onEvent(event, !isVisible() && visibleElsewhere.size === 0);
        },
      });
    },
    onFollow() {
      disconnect();
      onStale();
      election.send({ visible: isVisible(), tab: id });
    },
    onMessage(message) {
      if ("state" in message) {
        reportConnection((state = message.state));
        if (state === "open") election.rejoin();
      } else if ("position" in message) at = message.position;
      else if ("event" in message) onEvent(message.event, false);
      else if (message.visible) visibleElsewhere.add(message.tab);
      else visibleElsewhere.delete(message.tab);
    },
  });

  const onVisibility = () => {
    election.send({ visible: isVisible(), tab: id });
    if (isVisible() && state !== "open") connection?.retryNow();
  };
  const onOnline = () => connection?.renew();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("online", onOnline);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("online", onOnline);
    election.send({ visible: false, tab: id });
    disconnect();
    election.resign();
  };
}
