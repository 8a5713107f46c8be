import { expect, test } from "vitest";
import { messageLength } from "#lib/broadcast/message.ts";
import { publishInput } from "#lib/inbox/schema.ts";
import { storyMessage, storyOfABuild, tellStory } from "./story.ts";

const at = new Date("2026-11-29T12:34:56.789Z");

test("each event is one that Belfry takes, in order, within a minute", () => {
  const steps = storyOfABuild(at);
  for (const { body } of steps) expect(publishInput.safeParse(body).error).toBeUndefined();
  const times = steps.map(({ afterMs }) => afterMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeLessThan(60_000);
});

test("another telling is another build", () => {
  const jobs = (when: Date) => storyOfABuild(when).map(({ body }) => body.data["job_id"]);
  expect(jobs(at)[0]).not.toBe(jobs(new Date(at.getTime() + 60_000))[0]);
});

test("the broadcast's message is one that fits", () => {
  expect(messageLength(storyMessage.message)).toBeLessThanOrEqual(140);
});

test("it begins with the broadcast, and breaks off without a word", async () => {
  const asked: string[] = [];
  const ending = new AbortController();
  await tellStory(({ path }) => {
    asked.push(path);
    ending.abort();
    return Promise.resolve(new Response("{}"));
  }, ending.signal);
  expect(asked).toEqual(["/hub/api/notifications/broadcast"]);
});
