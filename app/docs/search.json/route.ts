import type { OpenApi } from "#components/docs/openapi.ts";
import type { SearchEntry } from "#components/docs/manual.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { manual } from "../../../docs/README.md";

/** What the search looks through: every heading of the documentation with its words, and every endpoint. */
export function GET(): Response {
  return Response.json([...manual.entries, ...endpoints()]);
}

function endpoints(): SearchEntry[] {
  const { paths } = openApiDocument("") as unknown as OpenApi;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, summary, description = "" }]) => ({
      address: `/docs/reference#${operationId}`,
      page: "Reference",
      heading: `${method.toUpperCase()} ${path}`,
      text: `${summary}. ${description}`.replaceAll("`", ""),
    })),
  );
}
