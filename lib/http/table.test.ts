import path from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "./openapi/catalogue.ts";
import { routes, table } from "./table.ts";

const endpoints = catalogue();

describe("the table of endpoints", () => {
  it("has a route for each that is declared, under its name, and none beside", () => {
    expect(Object.keys(routes).sort()).toEqual(endpoints.map(({ operationId }) => operationId).sort());
    for (const { operationId, declared } of endpoints) expect(routes[operationId]?.declared).toBe(declared);
  });

  it.each(endpoints)("leads to $operationId, and so does its file in app/", async ({ operationId, declared }) => {
    const method = declared.method.toUpperCase();
    expect(table.find(declared.path.replaceAll(/[{}]/g, ""))?.value.get(method)).toBe(routes[operationId]);
    const file = path.join("../../app", declared.path.replaceAll("{", "[").replaceAll("}", "]"), "route.ts");
    expect(await import(file)).toHaveProperty(method);
  });
});
