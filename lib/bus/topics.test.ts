import { expect, it } from "vitest";
import { accountTopic, audienceTopic, broadcastTopic, readTopic, rightsTopic } from "./topics.ts";

it.each([
  ["feed 7 42", { about: "feed", feedId: 7, head: 42 }],
  ["feed 7 42 core user:oidc:a b", { about: "feed", feedId: 7, head: 42, origin: "core", audience: "user:oidc:a b" }],
  ["floor 7 40 origin:core", { about: "floor", feedId: 7, floor: 40, audience: "origin:core" }],
  [
    'inbox 7 42 {"event":"cleared","origin":"core","id":3}',
    { about: "inbox", personId: 7, version: 42, change: { event: "cleared", origin: "core", id: 3 } },
  ],
  [rightsTopic(7), { about: "rights", personId: 7 }],
  [accountTopic(7), { about: "account", personId: 7 }],
  [audienceTopic("origin:core"), { about: "audience", audience: "origin:core" }],
  [broadcastTopic(7), { about: "broadcast", id: 7 }],
  ["weather 7", undefined],
  ["", undefined],
])("reads %j", (topic, read) => {
  expect(readTopic(topic)).toEqual(read);
});
