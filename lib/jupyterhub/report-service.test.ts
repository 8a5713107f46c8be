import { expect, test } from "vitest";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { reportService } from "./report-service.ts";
import { connected } from "./test/hubs.ts";

function lines() {
  const said: string[] = [];
  const say = (_: unknown, message?: string) => void said.push(message ?? "");
  return { said, log: { info: say, warn: say } };
}

test("a role that is whole, one that lacks a scope, and a hub that is not there are told apart", async () => {
  const { said, log } = lines();
  const whole = connected(await startSimulatedHub());
  await reportService(whole.client, log);
  await reportService(connected(await startSimulatedHub({ scopes: ["list:users", "tokens"] })).client, log);
  whole.hub.setHub({ mode: "down" });
  await reportService(whole.client, log);
  const before = await reportService(whole.client, { ...log, warn: () => undefined });
  await reportService(whole.client, log, before);
  expect(said, "the same is not said again").toHaveLength(3);
  expect(said).toEqual([
    "the hub knows us and gives every scope that is needed",
    "the hub's role for this service lacks read:servers: broadcasts will fail",
    "the hub could not be asked who we are",
  ]);
});
