import { expect, it } from "vitest";
import { audienceTopic, broadcastTopic, readTopic, rightsTopic } from "./topics.ts";

it.each([
  ["feed 7 42", { about: "feed", feedId: 7, head: 42 }],
  [
    'inbox 7 42 {"event":"cleared","origin":"core","id":3}',
    { about: "inbox", personId: 7, version: 42, change: { event: "cleared", origin: "core", id: 3 } },
  ],
  [rightsTopic(7), { about: "rights", personId: 7 }],
  [audienceTopic("origin:core"), { about: "audience", audience: "origin:core" }],
  [broadcastTopic(7), { about: "broadcast", id: 7 }],
  ["weather 7", undefined],
  ["", undefined],
])("reads %j", (topic, read) => {
  expect(readTopic(topic)).toEqual(read);
});
