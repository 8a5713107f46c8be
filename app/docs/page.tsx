import type { Metadata } from "next";
import type { OpenApi } from "#components/docs/openapi.ts";
import { PageScript } from "#components/docs/page-script.tsx";
import { Reference } from "#components/docs/reference.tsx";
import { basePath } from "#lib/env.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";

export const metadata: Metadata = { title: "API" };

/** The API for people: the same document that programs read at `/api/openapi.json`. */
export default function ApiPage() {
  return (
    <div className="docs flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-title font-semibold">API</h1>
        <p className="max-w-[72ch] text-soft">
          Publish notifications, list and clear them, follow what happens, and ring every running lab.
        </p>
      </div>
      <Reference
        document={openApiDocument(basePath) as unknown as OpenApi}
        documentAddress={`${basePath}/api/openapi.json`}
      />
      <PageScript />
    </div>
  );
}
