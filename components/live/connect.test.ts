import type { EventSourceMessage } from "eventsource-parser";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect, type ConnectionState } from "./connect.ts";
import { streamServer } from "./test/stream-server.ts";

beforeEach(() => {
  vi.useFakeTimers();
  // The middle of what waiting is spread over.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function connected() {
  const server = streamServer();
  const states: ConnectionState[] = [];
  const events: EventSourceMessage[] = [];
  const positions: string[] = [];
  const connection = connect({
    open: server.open,
    position: "start",
    onPosition: (position) => positions.push(position),
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
  });
  await pass(0);
  return { ...server, ...connection, states, events, positions };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("events come with their positions, wherever the network cuts them; a position comes without one too", async () => {
  const { last, states, events, positions } = await connected();
  expect(last().position).toBe("start");
  const text =
    'retry: 1500\nid: a.1\n\n: still here\n\nid: b.1\nevent: notification\ndata: {"id":7}\n\nevent: reset\r\n';
  for (const piece of `${text}data: {}\r\n\r\n`.split("")) last().send(piece);
  await pass(0);
  expect(states).toEqual(["connecting", "open"]);
  expect(positions).toEqual(["a.1", "b.1"]);
  expect(events).toEqual([
    { id: "b.1", event: "notification", data: '{"id":7}' },
    { id: undefined, event: "reset", data: "{}" },
  ]);
});

test("a connection that is lost is tried again where it was: soon, then later and later, and soon again once it was open", async () => {
  const { asked, last, states } = await connected();
  last().send("retry: 1000\nid: a.1\n\n");
  await pass(0);
  for (const waitMs of [1000, 1700, 2890, 4913, 8352, 14_199, 20_000, 20_000]) {
    const before = asked.length;
    last().cut();
    await pass(waitMs - 5);
    expect(asked).toHaveLength(before);
    await pass(10);
    expect(asked).toHaveLength(before + 1);
    expect(last().position).toBe("a.1");
  }
  last().send(": beat\n\n");
  await pass(0);
  last().cut();
  await pass(1000);
  expect(asked).toHaveLength(10);
  expect(states.filter((state) => state === "open")).toHaveLength(2);
});

test("silence is a loss: beats would have come", async () => {
  const { asked, last, states } = await connected();
  last().send(": beat\n\n");
  await pass(39_000);
  expect(last().aborted()).toBe(false);
  last().send(": beat\n\n");
  await pass(39_000);
  expect(asked).toHaveLength(1);
  await pass(1000);
  expect(last().aborted()).toBe(true);
  expect(states.at(-1)).toBe("lost");
});

test("two greetings held back in a row: something on the way buffers streams, which is tried again much later", async () => {
  const { asked, states } = await connected();
  await pass(10_000);
  expect(states.at(-1)).toBe("lost");
  await pass(1000);
  expect(asked).toHaveLength(2);
  await pass(10_000);
  expect(states.at(-1)).toBe("blocked");
  await pass(299_000);
  expect(asked).toHaveLength(2);
  await pass(1000);
  expect(asked).toHaveLength(3);
});

test("who is signed out asks no more", async () => {
  const { asked, last, states } = await connected();
  last().refuse(401);
  await pass(600_000);
  expect(states.at(-1)).toBe("signed-out");
  expect(asked).toHaveLength(1);
});

test("a server that is not ready is asked again, at once when somebody looks", async () => {
  const { asked, last, retryNow } = await connected();
  last().refuse(503);
  await pass(0);
  retryNow();
  await pass(0);
  expect(asked).toHaveLength(2);
});

test("on another network it is opened anew without waiting; closed, it is not", async () => {
  const { asked, last, renew, close } = await connected();
  last().send("id: a.1\n\n");
  await pass(0);
  renew();
  await pass(0);
  expect(asked.map(({ position }) => position)).toEqual(["start", "a.1"]);
  close();
  await pass(600_000);
  expect(last().aborted()).toBe(true);
  expect(asked).toHaveLength(2);
});
