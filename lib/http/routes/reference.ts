import { basePath } from "#lib/env.ts";
import * as endpoints from "../endpoints/reference.ts";
import { openApiDocument } from "../openapi/document.ts";
import { route } from "../route.ts";

/** The same for as long as the process runs. */
let text: string | undefined;

export const getOpenApi = route(endpoints.getOpenApi, async () => {
  text ??= JSON.stringify(openApiDocument(basePath));
  return { status: 200, headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" }, body: text };
});
