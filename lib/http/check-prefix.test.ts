import { describe, expect, it } from "vitest";
import { checkPrefix } from "./check-prefix.ts";

describe("checkPrefix", () => {
  it("lets a build start where the hub's proxy leads to it", () => {
    expect(() => checkPrefix("/jh/services/belfry", "/jh/services/belfry")).not.toThrow();
    expect(() => checkPrefix(undefined, "")).not.toThrow();
    expect(() => checkPrefix(undefined, "/belfry")).not.toThrow();
  });

  it("says what to build where not", () => {
    expect(() => checkPrefix("/services/bell", "")).toThrow(
      "JUPYTERHUB_SERVICE_PREFIX is /services/bell, but this build answers at /; build it with BASE_PATH=/services/bell",
    );
  });
});
