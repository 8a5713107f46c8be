import type { Response as PageResponse } from "@playwright/test";
import { z } from "zod";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { routeName } from "#lib/http/route-name.ts";

type Schema = z.core.JSONSchema.JSONSchema;

/** As much of the OpenAPI document as answers are held against. */
interface Document {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: Schema }> }> }>
  >;
  components: { schemas: Record<string, Schema> };
}

// JSON Schema alone, which is what is read here, has its definitions in another place.
const { paths, components } = JSON.parse(
  JSON.stringify(openApiDocument("")).replaceAll("#/components/schemas/", "#/$defs/"),
) as Document;

const endless = "text/event-stream";

const schemas = new Map<Schema, z.ZodType>();

function schemaOf(schema: Schema): z.ZodType {
  const known = schemas.get(schema) ?? z.fromJSONSchema({ ...schema, $defs: components.schemas });
  schemas.set(schema, known);
  return known;
}

/** An answer of the server's; without its body where that has no end, or can't be had any more. */
interface Answered {
  method: string;
  url: string;
  status: number;
  type: string | null | undefined;
  body?: string | undefined;
}

/** In what an answer does not fit the OpenAPI document; nothing when it does, or is of no endpoint there. */
function misfit({ method, url, status, type = null, body }: Answered): string | undefined {
  const path = routeName(new URL(url).pathname);
  const operation = paths[path]?.[method === "HEAD" ? "get" : method.toLowerCase()];
  if (!operation) return undefined;
  const at = `${method} ${path}, ${status}`;
  const documented = operation.responses[status];
  if (!documented) return `${at}: the document has no such answer`;
  if (!documented.content) return body ? `${at}: the document has no body here` : undefined;
  const [mediaType] = (type ?? "").split(";");
  const content = documented.content[mediaType ?? ""];
  if (!content) return `${at}: the document has ${Object.keys(documented.content).join()}, not ${type}`;
  if (!mediaType?.endsWith("json") || method === "HEAD" || body === undefined) return undefined;
  const { error } = schemaOf(content.schema).safeParse(JSON.parse(body));
  return error && `${at}: ${z.prettifyError(error)}`;
}

/** In what an answer that a page got does not fit; nothing for one that a test made up in the server's place. */
export async function misfitOf(response: PageResponse): Promise<string | undefined> {
  if (!(await response.serverAddr().catch(() => null))) return undefined;
  const type = response.headers()["content-type"];
  return misfit({
    method: response.request().method(),
    url: response.url(),
    status: response.status(),
    type,
    body: type === endless ? undefined : await response.text().catch(() => undefined),
  });
}

/** A `fetch` whose every answer has to fit the document. @throws Error where one does not */
export function documented(ask: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await ask(input, init);
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    const { url, status, headers } = response;
    const type = headers.get("content-type");
    // A connection that breaks in the middle is for the test to see.
    const body =
      type === endless
        ? undefined
        : await response
            .clone()
            .text()
            .catch(() => undefined);
    const wrong = misfit({ method, url, status, type, body });
    if (wrong) throw new Error(wrong);
    return response;
  };
}
