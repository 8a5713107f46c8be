import { createParser, type EventSourceMessage } from "eventsource-parser";

/** `lost`: it will try again. `blocked`: asking works, but something on the way holds the stream back. */
export type ConnectionState = "connecting" | "open" | "lost" | "blocked" | "signed-out";

export interface ConnectionOptions {
  /** Asks for the stream, to go on after a position. */
  open: (position: string, signal: AbortSignal) => Promise<Response>;
  /** Where the reader stands: the `As-Of` of a listing, or the `id` of an event. */
  position: string;
  /** The stream has brought its reader to another position, be it with an event or without. */
  onPosition: (position: string) => void;
  onEvent: (event: EventSourceMessage) => void;
  /** Something came, be it but a beat: whatever there was to tell has been told. */
  onHeard?: () => void;
  onState: (state: ConnectionState) => void;
}

export interface Connection {
  /** Does not wait any longer for the next try. */
  retryNow: () => void;
  /** Another network, most likely: what is open may be dead without a word, so it is opened anew where the reader stands. */
  renew: () => void;
  close: () => void;
}

/** Beats come every 15 s: after so long without a byte the connection is dead, whatever the socket says. */
const silentMs = 40_000;
/** The greeting comes at once; whoever holds it back so long buffers streams. */
const greetingMs = 10_000;
const mostWaitMs = 20_000;
const blockedWaitMs = 300_000;

/**
 * Keeps a stream of events open until closed: comes back after each loss to where its reader stands, at first soon, then
 * less and less often, and never at one time with all the others.
 */
export function connect({ open, position, onPosition, onEvent, onHeard, onState }: ConnectionOptions): Connection {
  const closing = new AbortController();
  let at = position;
  let firstWaitMs = 1000;
  let failures = 0;
  let buffered = 0;
  let hurry = false;
  let wake = () => undefined as void;
  let attempt = new AbortController();

  const read = async () => {
    const own = (attempt = new AbortController());
    hurry = false;
    let held = false;
    let greeted = false;
    let watch = setTimeout(() => {
      held = true;
      own.abort();
    }, greetingMs);
    const parser = createParser({
      onEvent,
      onRetry: (ms) => (firstWaitMs = ms),
      onId(id) {
        at = id;
        onPosition(id);
      },
    });
    try {
      const response = await open(at, own.signal);
      if (response.status === 401) return "signed-out";
      if (!response.ok || !response.body) return "lost";
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        clearTimeout(watch);
        watch = setTimeout(() => own.abort(), silentMs);
        if (!greeted) onState("open");
        greeted = true;
        failures = buffered = 0;
        parser.feed(chunk.value);
        onHeard?.();
      }
    } catch {
      // Cut off, unreachable or silent: whichever it is, it is lost.
      if (held) buffered++;
    } finally {
      clearTimeout(watch);
    }
    return buffered >= 2 ? "blocked" : "lost";
  };

  const run = async () => {
    onState("connecting");
    while (!closing.signal.aborted) {
      const ended = await read();
      if (closing.signal.aborted) return;
      onState(ended);
      if (ended === "signed-out") return;
      if (hurry) continue;
      const backOffMs = Math.min(mostWaitMs, firstWaitMs * 1.7 ** failures++) * (0.75 + Math.random() / 2);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ended === "blocked" ? blockedWaitMs : backOffMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  void run();

  const retryNow = () => {
    failures = 0;
    wake();
  };
  return {
    retryNow,
    renew() {
      hurry = true;
      attempt.abort();
      retryNow();
    },
    close() {
      closing.abort();
      attempt.abort();
      wake();
    },
  };
}
