import { basePath } from "#lib/base-path.ts";
import { getOpenApi } from "#lib/http/endpoints/reference.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { route } from "#lib/http/route.ts";

/** The same for as long as the process runs. */
let text: string | undefined;

export const GET = route(getOpenApi, () => {
  text ??= JSON.stringify(openApiDocument(basePath));
  return Promise.resolve(
    new Response(text, { headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" } }),
  );
});
