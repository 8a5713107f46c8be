import { version } from "#lib/version.ts";
import { z } from "zod";
import type { Answer, Endpoint, Headers } from "../endpoint.ts";
import { catalogue, headings, type Catalogue } from "./catalogue.ts";
import { examples, inPaths, texts } from "./examples.ts";
import { problemAnswers } from "./problems.ts";
import { Schemas, type Json } from "./schemas.ts";

/**
 * The OpenAPI 3.1 document of every endpoint, made of the same declarations that check the requests.
 * @param basePath where the application is mounted, such as `/services/belfry`; empty at a host's root
 * @param endpoints all that there are
 */
export function openApiDocument(basePath: string, endpoints: Catalogue = catalogue()): Json {
  const schemas = new Schemas();
  const paths: Record<string, Json> = {};
  for (const { tag, operationId, declared } of endpoints) {
    (paths[declared.path] ??= {})[declared.method] = { tags: [tag], operationId, ...operation(declared, schemas) };
  }
  schemas.discriminate();
  for (const [name, schema] of Object.entries(schemas.components))
    if (name in examples) schema["examples"] = [examples[name]];
  return {
    openapi: "3.1.1",
    info: {
      title: "Belfry",
      version,
      description:
        "Broadcasts to every running JupyterHub lab, and an inbox for everyone concerned. Errors are `application/problem+json` (RFC 9457).",
      contact: { name: "Whoever runs this Belfry" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: basePath || "/" }],
    tags: Object.entries(headings).map(([name, { about: description }]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description:
            "A token of Belfry's (`blf_…`) or, with a hub, one of JupyterHub's. `token T` is read like `Bearer T`.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "belfry-session",
          description: "A browser's session. Changes must come from Belfry's own pages.",
        },
      },
    },
  };
}

function operation(declared: Endpoint, schemas: Schemas): Json {
  const { summary, description, guard, params, query, body, takes, headers, deprecated } = declared;
  const scope =
    guard === "anyone"
      ? undefined
      : guard === "known"
        ? "Any scope."
        : guard === "origin"
          ? "Scope: `admin`, or `publish:ORIGIN` for its own."
          : `Scope: \`${guard}\`${guard === "publish" ? ", or `publish:ORIGIN` for each origin" : ""}.`;
  const parameters = [
    ...(params ? schemas.properties(params).map((each) => parameter("path", each)) : []),
    ...(query ? schemas.properties(query).map((each) => parameter("query", each)) : []),
    ...Object.entries(headers ?? {}).map(([name, about]) => ({ in: "header", name, ...header(about, schemas) })),
  ];
  const responses = { ...declared.answers, ...problemAnswers(declared) };
  const ending =
    deprecated &&
    `Deprecated since ${day(deprecated.since)}, and there until ${day(deprecated.ends)} at the least. Instead: ${deprecated.instead}`;
  return {
    summary,
    description: [ending, description, scope].filter(Boolean).join("\n\n"),
    ...(deprecated && { deprecated: true }),
    security: guard === "anyone" ? [] : [{ token: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { "application/json": shown(schemas.of(body, "input")) },
      },
    }),
    ...(takes && {
      requestBody: {
        required: true,
        content: Object.fromEntries(takes.map((type) => [type, shown(schemas.of(delivered, "input"))])),
      },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, answer]) => [
        status,
        response(
          Number(status),
          withHeaders(answer, {
            ...(deprecated && deprecation),
            ...(guard !== "anyone" && status !== "401" && rateLimit),
          }),
          schemas,
        ),
      ]),
    ),
  };
}

/** What an endpoint `takes` as somebody else writes it. */
const delivered = z.unknown().meta({ id: "Delivery", description: "JSON in the sender's own shape" });

const day = (date: Date) => date.toISOString().slice(0, 10);

const withHeaders = (answer: Answer, headers: Headers): Answer =>
  Object.keys(headers).length > 0 ? { ...answer, headers: { ...headers, ...answer.headers } } : answer;

const deprecation = {
  Deprecation: "Since when, as `@` and seconds since 1970 (RFC 9745)",
  Sunset: "When it ends at the earliest (RFC 8594)",
};

/** Of answers to somebody who may have come with a token. */
const rateLimit = {
  "RateLimit-Policy":
    'To a token: how many requests (`q`) may come with it in how many seconds (`w`), as `"requests";q=1200;w=60`',
  RateLimit:
    'To a token: how many more may come now (`r`), and in how many seconds (`t`) the first of those that came counts no more, as `"requests";r=1199;t=60`',
};

function parameter(
  where: "path" | "query",
  { name, schema, required }: ReturnType<Schemas["properties"]>[number],
): Json {
  const { description, ...rest } = schema;
  return {
    in: where,
    name,
    required: where === "path" || required,
    ...(description !== undefined && { description }),
    schema: rest,
    ...(where === "path" && name in inPaths && { example: inPaths[name] }),
  };
}

/** What a header is for, and what it may be. */
function header(about: Headers[string], schemas: Schemas): Json {
  if (typeof about === "string") return { description: about, schema: { type: "string" } };
  const { description, ...schema } = schemas.of(about, "output");
  return { description, schema };
}

/** A body with an example of it. */
const shown = (schema: Json): Json => ({ schema, example: exampleOf(schema) });

/** An example of a schema: one of its name, one in a list, one of the first that it may be. @throws Error without one */
function exampleOf({ $ref, items, anyOf }: Json): unknown {
  const [name, first] = [String($ref).split("/").at(-1) ?? "", Array.isArray(anyOf) ? (anyOf[0] as Json) : undefined];
  if (items) return [exampleOf(items as Json)];
  if (first) return exampleOf(first);
  if (!(name in examples)) throw new Error(`there is no example of ${name}`);
  return examples[name];
}

function response(status: number, { description, body, type, headers }: Answer, schemas: Schemas): Json {
  const mediaType = type ?? (status >= 400 ? "application/problem+json" : "application/json");
  const content = body
    ? { [mediaType]: shown(schemas.of(body, "output")) }
    : type && { [type]: { schema: { type: "string" }, example: texts[type] } };
  return {
    description,
    ...(headers && {
      headers: Object.fromEntries(Object.entries(headers).map(([name, about]) => [name, header(about, schemas)])),
    }),
    ...(content && { content }),
  };
}
