import { setTimeout as sleep } from "node:timers/promises";
import { EventSourceParserStream, type EventSourceMessage } from "eventsource-parser/stream";
import type { Notification } from "#lib/inbox/schema.ts";
import type { Api } from "../api.ts";
import { text, type Command, type Given } from "../command.ts";
import { exits, Failure, misused } from "../failure.ts";
import { line } from "../plain.ts";

export const tail: Command = {
  summary: "what arrives, as it arrives",
  help: `belfry tail [options]

A line for each notification that arrives, until Ctrl-C. A connection that ends is opened again, and nothing is missed.

  --origin ORIGIN      of this origin alone
  --count N            ends after so many
  --as-of TOKEN        begins with what arrived after a listing: "asOf" of "belfry list --json"

With --json: each as a line of JSON, as the API gives it.`,
  options: { origin: { type: "string" }, count: { type: "string" }, "as-of": { type: "string" } },
  words: [0, 0],
  async run(given) {
    const most = Number(text(given, "count") ?? Infinity);
    if (!(most >= 1)) throw misused("--count is a number from 1 on");
    const origin = text(given, "origin");
    let left = most;
    for await (const { event, data } of events(given.api(), given)) {
      if (event === "reset") given.note("more has happened than can be told here; belfry list shows how it is now");
      if (event !== "notification") continue;
      const notification = JSON.parse(data) as Notification;
      if (origin !== undefined && notification.origin !== origin) continue;
      given.say(given.json ? JSON.stringify(notification) : line(notification));
      if (--left === 0) break;
    }
    return exits.done;
  },
};

const longestPauseMs = 30_000;

/** All events, over as many connections as it takes. */
async function* events(api: Api, given: Given): AsyncGenerator<EventSourceMessage> {
  const { signal, note } = given;
  const asOf = text(given, "as-of");
  let lastId: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const answer = await api({
        path:
          asOf === undefined || lastId !== undefined
            ? "/api/stream"
            : `/api/stream?${new URLSearchParams({ as_of: asOf })}`,
        headers: { Accept: "text/event-stream", ...(lastId !== undefined && { "Last-Event-ID": lastId }) },
        signal,
      });
      if (!answer.body) throw new Failure(exits.unreachable, "the stream has no body");
      if (failures > 0) note("connected again");
      failures = 0;
      for await (const each of answer.body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())) {
        if (each.id !== undefined) lastId = each.id;
        yield each;
      }
    } catch (error) {
      if (signal.aborted) return;
      // Who is refused is refused again; a server that never was there is likely the wrong address.
      if (error instanceof Failure && (error.exit !== exits.unreachable || lastId === undefined)) throw error;
    }
    if (failures++ === 0) note("the connection has ended; trying again");
    await sleep(Math.min(500 * 2 ** failures, longestPauseMs), undefined, { signal }).catch(() => undefined);
  }
}
