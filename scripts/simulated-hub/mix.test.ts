import { describe, expect, test } from "vitest";
import { type LabBehaviour, type SimulatedHub, startSimulatedHub } from "./index.ts";
import { start } from "./test-client.ts";

describe("the mix", () => {
  test("is the demo's 25 servers by default, one of them named", async () => {
    const hub = await start();
    const labs = hub.labs();
    const count = (behaviour: LabBehaviour) => labs.filter((lab) => lab.behaviour === behaviour).length;
    expect(["healthy", "slow", "hung", "crashed", "no-extension"].map((each) => count(each as LabBehaviour))).toEqual([
      17, 2, 2, 2, 2,
    ]);
    const named = labs.filter((lab) => lab.server === "gpu");
    expect(named).toHaveLength(1);
    expect(hub.lab(named[0]?.username ?? "").behaviour).toBe("healthy");
  });

  test("takes shares and counts, spreads them the same way for the same seed, and names no two users alike", async () => {
    const options = { labs: 5_000, mix: { hung: 0.2, crashed: 3 } };
    const [one, same, other] = await Promise.all([start(options), start(options), start({ ...options, seed: 2 })]);
    const behaviours = (hub: SimulatedHub) => hub.labs().map((lab) => lab.behaviour);
    expect(behaviours(one).filter((each) => each === "hung")).toHaveLength(1_000);
    expect(behaviours(one).filter((each) => each === "crashed")).toHaveLength(3);
    expect(behaviours(same)).toEqual(behaviours(one));
    expect(behaviours(other)).not.toEqual(behaviours(one));
    for (let at = 0; at < 5_000; at += 500) expect(behaviours(one).slice(at, at + 500)).toContain("hung");
    expect(new Set(one.labs().map((lab) => lab.key)).size).toBe(5_000);
  });

  test.each([
    [{ labs: 0 }, "labs must be a whole number from 1 to 5000, not 0."],
    [{ labs: 4, mix: { hung: 5 } }, "The mix asks for 5 labs that are not healthy; there are 4."],
    [{ mix: { slow: 1.5 } }, "slow must be a share below 1 or a whole number of labs, not 1.5."],
    [{ basePath: "/jh" }, 'basePath must begin and end with a slash, not "/jh".'],
  ])("refuses %o", async (options, message) => {
    await expect(startSimulatedHub(options)).rejects.toThrow(new RangeError(message));
  });
});
