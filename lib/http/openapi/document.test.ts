import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { catalogue } from "./catalogue.ts";
import { openApiDocument } from "./document.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** next-auth's own and the way to it, and what the documentation's search reads: no declaration of ours describes them. */
const foreign = ["/api/auth/{...nextauth}", "/sign-in/{provider}", "/docs/search.json"];

/** `METHOD /path/{param}` of every handler under `app/`. */
function handlers(): string[] {
  return globSync("app/**/route.ts", { cwd: root }).flatMap((file) => {
    const url = `/${path
      .dirname(file)
      .split(path.sep)
      .slice(1)
      .map((part) => part.replace(/^\[(.+)\]$/, "{$1}"))
      .join("/")}`;
    const exported = [
      ...readFileSync(path.join(root, file), "utf8").matchAll(/^export (?:const|async function|function) ([A-Z]+)\b/gm),
    ];
    return foreign.includes(url)
      ? []
      : exported.map(([, name]) => `${name} ${url}`).filter((handler) => methods.includes(handler.split(" ")[0] ?? ""));
  });
}

type Operation = {
  operationId: string;
  security: unknown[];
  parameters?: { in: string; name: string }[];
  requestBody?: { content?: Record<string, unknown> };
  responses: Record<string, { content?: Record<string, unknown>; headers?: Record<string, unknown> }>;
};
const document = JSON.parse(JSON.stringify(openApiDocument("/belfry"))) as {
  servers: unknown;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};
const operations = Object.entries(document.paths).flatMap(([url, item]) =>
  Object.entries(item).map(([method, operation]) => ({ url, method, operation })),
);

describe("the OpenAPI document", () => {
  it("describes every handler, and nothing that is not there", () => {
    expect(operations.map(({ url, method }) => `${method.toUpperCase()} ${url}`).toSorted()).toEqual(
      handlers().toSorted(),
    );
  });

  it("names every operation once, and every parameter of its path", () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(catalogue().length);
    for (const { url, operation } of operations) {
      const named = (operation.parameters ?? []).filter((each) => each.in === "path").map(({ name }) => name);
      expect(named, url).toEqual([...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  it("says how a token's limit is told, wherever one may come", () => {
    for (const { operation, url } of operations)
      for (const [status, { headers }] of Object.entries(operation.responses))
        expect("RateLimit" in (headers ?? {}), `${url} ${status}`).toBe(
          operation.security.length > 0 && status !== "401",
        );
  });

  it("holds every schema it refers to", () => {
    const referred = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(referred).toContain("Notification");
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(referred));
  });

  it("says where it is mounted, and how requests fail", () => {
    expect(document.servers).toEqual([{ url: "/belfry" }]);
    expect(document.paths["/notifications"]?.["post"]?.responses).toMatchObject({
      "201": { content: { "application/json": {} } },
      "400": { content: { "application/problem+json": {} } },
      "401": {},
      "413": {},
      "429": {},
    });
    expect(document.paths["/healthz"]?.["get"]?.responses).not.toHaveProperty("401");
  });

  it("writes numbers in a path or a query as the integers they are", () => {
    expect(document.paths["/notifications"]?.["get"]?.parameters).toContainEqual(
      expect.objectContaining({
        in: "query",
        name: "limit",
        required: false,
        schema: { type: "integer", minimum: 1, maximum: 200, default: 50 },
      }),
    );
  });
});

type Json = Record<string, unknown>;
const { schemas } = document.components as { schemas: Record<string, Json> };
const schemaOf = (schema: Json) =>
  z.fromJSONSchema({
    ...(JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "#/$defs/")) as Json),
    $defs: JSON.parse(JSON.stringify(schemas).replaceAll("#/components/schemas/", "#/$defs/")) as Record<string, Json>,
  });

/** Every body that is sent or answered, with where. */
const bodies = operations.flatMap(({ url, method, operation: { requestBody, responses } }) =>
  [["body", requestBody] as const, ...Object.entries(responses)].flatMap(([status, part]) =>
    Object.entries(part?.content ?? {}).map(([type, body]) => ({
      at: `${method} ${url}, ${status}`,
      type,
      body: body as { schema: Json; example: unknown },
    })),
  ),
);

describe("a body in the document", () => {
  const isNamed = ({ $ref, items, anyOf }: Json): boolean =>
    typeof $ref === "string" || [items ?? [], anyOf ?? []].flat().some((part) => isNamed(part as Json));

  it("is a shape with a name, or a text", () => {
    const texts = ["application/atom+xml", "text/csv", "text/javascript", "text/plain"];
    const unnamed = bodies.filter(({ type, body: { schema } }) => !isNamed(schema) && !texts.includes(type));
    expect(unnamed.map(({ at, type }) => `${at} ${type}`)).toEqual([]);
  });

  it("has an example that fits it, and so has its shape", () => {
    const misfits = bodies.filter(({ body: { schema, example } }) => !schemaOf(schema).safeParse(example).success);
    expect(misfits.map(({ at }) => at)).toEqual([]);
    const shown = Object.entries(schemas).flatMap(([name, schema]) =>
      [schema["examples"] ?? []].flat().map((example) => ({ name, fits: schemaOf(schema).safeParse(example).success })),
    );
    expect(shown.filter(({ fits }) => !fits)).toEqual([]);
    expect(shown.length).toBeGreaterThan(50);
  });

  it("says its limits", () => {
    const { properties } = schemas["NewBroadcast"] as { properties: Record<string, Json> };
    expect(properties["message"]).toMatchObject({ minLength: 1, maxLength: 140 });
    expect(properties["recipients"]).toMatchObject({ minItems: 1, maxItems: 10_000 });
  });

  it("tells the seven types apart by their name, and from any other", () => {
    const { discriminator, oneOf } = schemas["KnownNotification"] as { discriminator: Json; oneOf: Json[] };
    expect(Object.values(discriminator["mapping"] as Json)).toEqual(oneOf.map(({ $ref }) => $ref));
    expect(oneOf).toHaveLength(7);
    const { type } = (schemas["OtherNotification"] as { properties: Record<string, Json> }).properties;
    const other = new RegExp(String(type?.["pattern"]));
    for (const known of Object.keys(discriminator["mapping"] as Json)) expect(known).not.toMatch(other);
    for (const own of ["job", "job-finished-late", "release"]) expect(own).toMatch(other);
  });

  it("of a stream is its events", () => {
    expect(Object.keys((schemas["StreamEvent"] as { discriminator: { mapping: Json } }).discriminator.mapping)).toEqual(
      ["notification", "read", "cleared", "broadcast", "reset"],
    );
  });
});

it("begins with publishing and listing", () => {
  expect(
    catalogue()
      .map(({ operationId }) => operationId)
      .slice(0, 2),
  ).toEqual(["publishNotifications", "listNotifications"]);
});
