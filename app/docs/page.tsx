import type { Metadata } from "next";
import type { OpenApi } from "#components/docs/openapi.ts";
import { Reference } from "#components/docs/reference.tsx";
import { basePath } from "#lib/env.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";

export const metadata: Metadata = { title: "API" };

/** The API for people: the same document that programs read at `/api/openapi.json`. */
export default function ApiPage() {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-title font-semibold">API</h1>
        <p className="max-w-[72ch] text-soft">
          Send a token with each request: <code>Authorization: Bearer T</code>. Errors are{" "}
          <code>application/problem+json</code> and name the field that is wrong. For programs, the same as{" "}
          <a className="underline underline-offset-2" href={`${basePath}/api/openapi.json`}>
            OpenAPI 3.1
          </a>
          .
        </p>
      </div>
      <Reference document={openApiDocument(basePath) as unknown as OpenApi} />
    </div>
  );
}
