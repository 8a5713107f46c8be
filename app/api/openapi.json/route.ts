import { getOpenApi } from "#lib/http/endpoints/reference.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getOpenApi, async ({ request }) => {
  const { pathname } = new URL(request.url);
  const document = openApiDocument(pathname.slice(0, pathname.lastIndexOf("/api/openapi.json")));
  return Response.json(document, { headers: { "Cache-Control": "no-cache" } });
});
