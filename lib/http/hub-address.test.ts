import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

/** Where somebody is sent from an address, with the application mounted at a path. */
async function sentTo(mountedAt: string, method: string, url: string): Promise<string | undefined> {
  vi.stubEnv("BASE_PATH", mountedAt);
  vi.resetModules();
  const { fromHubAddress } = await import("./hub-address.ts");
  return fromHubAddress({ method, url } as IncomingMessage);
}

describe("the broadcast page's address on a hub", () => {
  it.each([
    ["/services/belfry/", "GET", "/hub/notifications", "/services/belfry/hub/notifications"],
    ["/services/belfry", "HEAD", "/hub/notifications/?a=b", "/services/belfry/hub/notifications?a=b"],
    ["/services/belfry", "POST", "/hub/notifications", undefined],
    ["/services/belfry", "GET", "/hub/notifications/7", undefined],
    ["/services/belfry", "GET", "/services/belfry/hub/notifications", undefined],
    ["", "GET", "/hub/notifications", undefined],
  ])("mounted at %j, %s %s leads to %s", async (mountedAt, method, url, to) => {
    expect(await sentTo(mountedAt, method, url)).toBe(to);
  });
});
