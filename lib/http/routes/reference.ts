import { basePath } from "#lib/env.ts";
import * as endpoints from "../endpoints/reference.ts";
import { digestOf, matches } from "../etag.ts";
import { openApiDocument } from "../openapi/document.ts";
import { route } from "../route.ts";

/** The same for as long as the process runs. */
let made: { text: string; etag: string } | undefined;

function make(): NonNullable<typeof made> {
  const text = JSON.stringify(openApiDocument(basePath));
  return { text, etag: `"${digestOf(text)}"` };
}

export const getOpenApi = route(endpoints.getOpenApi, async ({ request }) => {
  const { text, etag } = (made ??= make());
  const headers = { ETag: etag, "Cache-Control": "no-cache" };
  if (matches(request.headers.get("if-none-match"), etag)) return { status: 304, headers };
  return { status: 200, headers: { "Content-Type": "application/json", ...headers }, body: text };
});
