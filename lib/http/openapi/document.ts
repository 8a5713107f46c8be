import { version } from "#lib/version.ts";
import type { Answer, Endpoint } from "../endpoint.ts";
import { catalogue } from "./catalogue.ts";
import { problemAnswers } from "./problems.ts";
import { Schemas, type Json } from "./schemas.ts";

/**
 * The OpenAPI 3.1 document of every endpoint, made of the same declarations that check the requests.
 * @param basePath where the application is mounted, such as `/services/belfry`; empty at a host's root
 */
export function openApiDocument(basePath: string): Json {
  const schemas = new Schemas();
  const paths: Record<string, Json> = {};
  for (const { tag, operationId, declared } of catalogue()) {
    (paths[declared.path] ??= {})[declared.method] = { tags: [tag], operationId, ...operation(declared, schemas) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Belfry",
      version,
      description:
        "Broadcasts to every running JupyterHub lab, and an inbox for everyone concerned. Errors are `application/problem+json` (RFC 9457).",
    },
    servers: [{ url: basePath || "/" }],
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
  const { summary, description, guard, params, query, body, takes, headers, answers } = declared;
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
    ...Object.entries(headers ?? {}).map(([name, about]) => ({
      in: "header",
      name,
      description: about,
      schema: { type: "string" },
    })),
  ];
  const responses = { ...answers, ...problemAnswers(declared) };
  return {
    summary,
    description: [description, scope].filter(Boolean).join("\n\n"),
    security: guard === "anyone" ? [] : [{ token: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { "application/json": { schema: schemas.of(body, "input") } },
      },
    }),
    ...(takes && {
      requestBody: { required: true, content: Object.fromEntries(takes.map((type) => [type, { schema: {} }])) },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, answer]) => [
        status,
        response(Number(status), guard === "anyone" || status === "401" ? answer : counted(answer), schemas),
      ]),
    ),
  };
}

/** An answer to somebody who may have come with a token. */
const counted = (answer: Answer): Answer => ({ ...answer, headers: { ...rateLimit, ...answer.headers } });

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
  };
}

function response(status: number, { description, body, type, headers }: Answer, schemas: Schemas): Json {
  const content = body
    ? {
        [status >= 400 && !type ? "application/problem+json" : (type ?? "application/json")]: {
          schema: schemas.of(body, "output"),
        },
      }
    : type && { [type]: { schema: { type: "string" } } };
  return {
    description,
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, about]) => [name, { description: about, schema: { type: "string" } }]),
      ),
    }),
    ...(content && { content }),
  };
}
