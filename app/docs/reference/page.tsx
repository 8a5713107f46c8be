import type { Metadata } from "next";
import type { OpenApi } from "#components/docs/openapi.ts";
import { ManualSearch } from "#components/docs/manual-search.tsx";
import { PageScript } from "#components/docs/page-script.tsx";
import { Reference } from "#components/docs/reference.tsx";
import { address } from "#components/http/address.ts";
import { Icon } from "#components/ui/icon.tsx";
import { basePath } from "#lib/env.ts";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { searchScript } from "../../../docs/README.md";

export const metadata: Metadata = { title: "API reference" };

/** The API for people: the same document that programs read at `/api/openapi.json`. */
export default function ReferencePage() {
  return (
    <div className="docs flex flex-col gap-6">
      <div className="flex flex-col gap-1 sm:w-56">
        <a
          href={address("/docs")}
          className="touch-target inline-flex items-center gap-1 self-start text-small text-soft hover:text-ink"
        >
          <Icon name="chevron-left" className="size-4" />
          All documentation
        </a>
        <ManualSearch script={searchScript} />
      </div>
      <div className="flex flex-col gap-2">
        <h1 className="text-title font-semibold">API reference</h1>
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
