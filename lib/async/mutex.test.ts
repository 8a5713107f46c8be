import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { withMutex } from "./mutex.ts";

it("work under one key is done in turn, whatever came of what was before", async () => {
  const done: string[] = [];
  const work = (name: string, ms: number) => async () => {
    done.push(`${name} begins`);
    await sleep(ms);
    done.push(`${name} ends`);
    if (name === "a1") throw new Error("a1 failed");
    return name;
  };
  const a = [withMutex("a", work("a1", 20)), withMutex("a", work("a2", 1))];
  const b = withMutex("b", work("b1", 1));
  expect(await Promise.allSettled([...a, b])).toMatchObject([{ status: "rejected" }, { value: "a2" }, { value: "b1" }]);
  expect(done.filter((each) => each.startsWith("a"))).toEqual(["a1 begins", "a1 ends", "a2 begins", "a2 ends"]);
  expect(done.indexOf("b1 begins")).toBeLessThan(done.indexOf("a1 ends"));
});
