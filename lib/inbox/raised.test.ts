import { expect, it } from "vitest";
import type { Notification } from "./schema.ts";
import { raisedFor } from "./raised.ts";

const told = (id: number, origin: string): Notification => ({
  id,
  timestamp: 0,
  type: "note",
  category: "info",
  origin,
  read: false,
  data: { title: `title ${id}`, message: "Come and see" },
});

it("one says what it is, and leads to it", () => {
  expect(raisedFor([told(7, "core")])).toEqual({
    title: "title 7",
    body: "core · Come and see",
    path: "/?item=7",
  });
});

it("a burst is one that says how many there are, of which origins", () => {
  expect(raisedFor([told(1, "core"), told(2, "core")])).toEqual({
    title: "2 new notifications",
    body: "core 2",
    path: "/?origin=core",
  });
  const [first, ...more] = ["a", "b", "b", "c", "d", "e"].map((origin, at) => told(at, origin));
  expect(first && raisedFor([first, ...more])).toEqual({
    title: "6 new notifications",
    body: "b 2 · a 1 · c 1 · 2 more",
    path: "/",
  });
});
