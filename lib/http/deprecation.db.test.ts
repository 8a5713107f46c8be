import { afterEach, expect, it, vi } from "vitest";
import { catalogue } from "./openapi/catalogue.ts";
import { routes } from "./table.ts";
import { newBearer, scratchInstance } from "./test/scratch-instance.ts";

vi.mock("./readiness.ts", () => ({ readiness: async () => ({ status: "ok" }) }));

const database = scratchInstance();
const deprecated = { since: new Date("2027-01-31"), ends: new Date("2027-07-31"), instead: "another" };
const endpoints = catalogue();
afterEach(() => {
  for (const { declared } of endpoints) delete declared.deprecated;
});

it.each(endpoints)("$operationId says in each answer that it ends, once it does", async ({ operationId, declared }) => {
  const ask = async (headers: Record<string, string>) => {
    const method = declared.method.toUpperCase();
    const request = new Request(`http://belfry.example${declared.path}`, { method, headers });
    const params = Object.fromEntries([...declared.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, "1"]));
    return routes[operationId]?.answer({ request, params });
  };
  const callers: Record<string, string>[] = [{}, { accept: "text/html" }, { authorization: `Bearer ${await token()}` }];
  for (const headers of callers) expect((await ask(headers))?.headers).not.toHaveProperty("Deprecation");
  declared.deprecated = deprecated;
  for (const headers of callers)
    expect((await ask(headers))?.headers).toMatchObject({
      Deprecation: "@1801353600",
      Sunset: "Sat, 31 Jul 2027 00:00:00 GMT",
    });
});

let made: Promise<{ token: string }> | undefined;
const token = async () =>
  (await (made ??= newBearer(database(), "keeper", ["admin", "notifications", "publish", "broadcast"], "admin"))).token;
