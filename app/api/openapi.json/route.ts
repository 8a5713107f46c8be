import { basePath } from "#lib/base-path.ts";
import { getOpenApi } from "#lib/http/endpoints/reference.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getOpenApi, () =>
  Promise.resolve(Response.json(openApiDocument(basePath), { headers: { "Cache-Control": "no-cache" } })),
);
