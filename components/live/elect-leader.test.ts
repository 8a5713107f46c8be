import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { electLeader } from "./elect-leader.ts";
import { fakeChannels } from "./test/fake-channels.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Tabs of one browser, opened by their ids, and what each was told. */
function browser() {
  const open = fakeChannels();
  return (id: string) => {
    const channel = open("tabs");
    const seen: string[] = [];
    const election = electLeader<string>({
      channel,
      id,
      onLead: () => seen.push("leads"),
      onFollow: () => seen.push("follows"),
      onMessage: (message) => seen.push(message),
      greeting: () => `greeted by ${id}`,
    });
    return { ...channel, ...election, seen, role: () => seen.findLast((each) => each.endsWith("s")) };
  };
}

/** Long enough for a question to go unanswered, and for the check that asks it. */
const settle = () => vi.advanceTimersByTime(6000);

test("a tab that is alone leads, once it has heard of no other", () => {
  const tab = browser()("a");
  expect(tab.seen).toEqual([]);
  settle();
  expect(tab.seen).toEqual(["leads"]);
});

test("one that comes later follows, and hears at once how things are", () => {
  const open = browser();
  const first = open("b");
  settle();
  const second = open("a");
  vi.advanceTimersByTime(100);
  expect(second.seen).toEqual(["follows", "greeted by b"]);
  first.send("message");
  vi.advanceTimersByTime(1);
  expect(second.seen.at(-1)).toBe("message");
  settle();
  expect(first.seen).toEqual(["leads"]);
  expect(second.seen).not.toContain("leads");
});

test("of tabs that open at one time one leads", () => {
  const open = browser();
  const tabs = ["c", "a", "b"].map(open);
  settle();
  expect(tabs.map(({ role }) => role()).sort()).toEqual(["follows", "follows", "leads"]);
});

test("a leader that resigns has one successor", () => {
  const open = browser();
  const leader = open("a");
  settle();
  const others = ["b", "c"].map(open);
  leader.resign();
  settle();
  expect(others.map(({ role }) => role()).sort()).toEqual(["follows", "leads"]);
});

test.each([
  ["the smaller id", "a", "b"],
  ["the larger id", "b", "a"],
])("a leader with %s freezes, is missed, and comes back: one of both leads on", (_, frozen, other) => {
  const open = browser();
  const first = open(frozen);
  settle();
  const second = open(other);
  first.freeze();
  settle();
  expect(second.role()).toBe("leads");
  first.thaw();
  settle();
  expect([frozen, other].filter((_id, at) => [first, second][at]?.role() === "leads")).toEqual(["a"]);
});

test("who has resigned hears nothing more, and does nothing more", () => {
  const open = browser();
  const tab = open("a");
  tab.resign();
  const other = open("b");
  settle();
  other.send("message");
  expect(tab.seen).toEqual([]);
  expect(other.seen).toEqual(["leads"]);
});

test("one that steps down asks for nothing, hears what is sent, and follows when it rejoins", () => {
  const open = browser();
  const first = open("a");
  settle();
  const second = open("b");
  vi.advanceTimersByTime(1);
  first.stepDown();
  settle();
  expect([first.role(), second.role()]).toEqual(["leads", "leads"]);
  expect(first.seen.at(-1)).toBe("greeted by b");
  second.stepDown();
  settle();
  settle();
  expect(first.seen).toEqual(["leads", "greeted by b"]);
  const third = open("c");
  settle();
  for (const tab of [first, second]) tab.rejoin();
  expect([first, second, third].map(({ role }) => role())).toEqual(["follows", "follows", "leads"]);
  third.resign();
  settle();
  expect([first, second].map(({ role }) => role()).sort()).toEqual(["follows", "leads"]);
});
