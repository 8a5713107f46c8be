import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { liveStatus } from "./live-status.ts";
import { startLive, type LiveEvent } from "./start-live.ts";
import { fakeChannels } from "./test/fake-channels.ts";
import { streamServer } from "./test/stream-server.ts";

let server: ReturnType<typeof streamServer>;
let visibilityState: DocumentVisibilityState;
const stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  server = streamServer();
  visibilityState = "visible";
  const document = Object.defineProperty(new EventTarget(), "visibilityState", { get: () => visibilityState });
  vi.stubGlobal("document", document);
  vi.stubGlobal("window", new EventTarget());
  const open = fakeChannels();
  vi.stubGlobal("BroadcastChannel", function (name: string) {
    return open(name);
  });
  vi.stubGlobal(
    "fetch",
    (_path: string, { headers, signal }: { headers: Record<string, string>; signal: AbortSignal }) =>
      server.open(headers["Last-Event-ID"] ?? "", signal),
  );
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function openTab(person = "ann", position = "start") {
  const events: (LiveEvent & { raise: boolean })[] = [];
  const onStale = vi.fn();
  const stop = startLive({ person, position, onEvent: (event, raise) => events.push({ ...event, raise }), onStale });
  stops.push(stop);
  await vi.advanceTimersByTimeAsync(300);
  return { events, onStale, stop };
}

async function see(state: DocumentVisibilityState) {
  visibilityState = state;
  document.dispatchEvent(new Event("visibilitychange"));
  await vi.advanceTimersByTimeAsync(1);
}

async function happen(id: string, data: string) {
  server.last().send(`id: ${id}\nevent: notification\ndata: ${data}\n\n`);
  await vi.advanceTimersByTimeAsync(0);
}

test("all tabs of a person hear of an event over one stream; another person's have their own", async () => {
  const first = await openTab();
  const second = await openTab();
  expect(server.asked).toHaveLength(1);
  expect(second.onStale).toHaveBeenCalledOnce();
  await happen("a.1", '{"id":7}');
  for (const { events } of [first, second])
    expect(events).toEqual([{ name: "notification", data: { id: 7 }, position: "a.1", raise: false }]);
  await openTab("bob");
  expect(server.asked).toHaveLength(2);
});

test("who takes over from the leader goes on where that one was, be it without an event", async () => {
  const first = await openTab();
  const second = await openTab();
  await happen("a.1", "{}");
  server.last().send("id: a.2\n\n");
  await vi.advanceTimersByTimeAsync(0);
  first.stop();
  await vi.advanceTimersByTimeAsync(6000);
  expect(server.asked.map(({ position }) => position)).toEqual(["start", "a.2"]);
  await happen("a.3", "{}");
  expect(second.events.map(({ position }) => position)).toEqual(["a.1", "a.3"]);
  expect(first.events).toHaveLength(1);
});

test("an event is raised by the leader alone, and only while no tab is looked at", async () => {
  const leader = await openTab();
  await happen("a.1", "{}");
  await see("hidden");
  await happen("a.2", "{}");
  expect(leader.events.map(({ raise }) => raise)).toEqual([false, true]);
  visibilityState = "visible";
  const other = await openTab();
  visibilityState = "hidden";
  await happen("a.3", "{}");
  await see("hidden");
  await happen("a.4", "{}");
  expect(leader.events.slice(2).map(({ raise }) => raise)).toEqual([false, true]);
  expect(other.events.map(({ raise }) => raise)).toEqual([false, false]);
});

test("a page that is looked at again does not wait for the next try, nor does one on another network", async () => {
  await openTab();
  server.last().refuse(503);
  await vi.advanceTimersByTimeAsync(0);
  await see("visible");
  await vi.advanceTimersByTimeAsync(0);
  expect(server.asked).toHaveLength(2);
  server.last().send("id: a.1\n\n");
  await vi.advanceTimersByTimeAsync(0);
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.asked.map(({ position }) => position)).toEqual(["start", "start", "a.1"]);
});

test("after a sign-out each tab asks once more and then no longer; who signs in again brings them all back", async () => {
  const [first, second] = [await openTab(), await openTab()];
  server.last().refuse(401);
  await vi.advanceTimersByTimeAsync(6000);
  expect(liveStatus.get()).toBe("signed-out");
  server.last().refuse(401);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.asked).toHaveLength(2);

  const third = await openTab();
  expect(server.asked).toHaveLength(3);
  await happen("a.1", "{}");
  expect(liveStatus.get()).toBe("live");
  for (const { events } of [first, second, third]) expect(events.map(({ position }) => position)).toEqual(["a.1"]);
  expect(first.onStale).toHaveBeenCalled();
});
