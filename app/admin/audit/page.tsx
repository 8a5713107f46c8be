import type { Metadata } from "next";
import { Suspense } from "react";
import { AuditFilter } from "#components/admin/audit-filter.tsx";
import { auditParams } from "#components/admin/audit-params.ts";
import { AuditList } from "#components/admin/audit-list.tsx";
import type { ListPlace } from "#components/admin/list-address.ts";
import { ListSearch } from "#components/admin/list-search.tsx";
import { Pager } from "#components/admin/pager.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { listAudit } from "#lib/audit/list.ts";
import { auditArea, auditSince, type AuditArea, type AuditSince } from "#lib/audit/schema.ts";
import { signedInAdmin } from "#lib/auth/session.ts";
import { listPlace, pageSize } from "../list-place.ts";

export const metadata: Metadata = { title: "Audit log" };

type Shown = ListPlace & { area: AuditArea; since: AuditSince };

// No loading.tsx beside this page: its fallback would be sent with status 200 before the guard has said 403.
export default async function AuditPage({ searchParams }: PageProps<"/admin/audit">) {
  await signedInAdmin("/admin/audit");
  const params = await searchParams;
  const shown: Shown = {
    ...listPlace(params),
    area: auditArea.catch("all").parse(params["area"]),
    since: auditSince.catch("week").parse(params["since"]),
  };
  return (
    <>
      <h1 className="text-title font-semibold">Audit log</h1>
      <section aria-label="Who did what" className="rounded-card border border-line bg-surface shadow-raised">
        <div className="px-4 pt-4 sm:px-5">
          <ListSearch label="Find a name" path="/admin/audit" find={shown.find} params={auditParams(shown)} />
        </div>
        <ListBoundary what="entries" place={JSON.stringify(shown)}>
          <Suspense fallback={<ListLoading what="entries" />}>
            <Entries shown={shown} />
          </Suspense>
        </ListBoundary>
      </section>
    </>
  );
}

async function Entries({ shown }: { shown: Shown }) {
  const ctx = await signedInAdmin("/admin/audit");
  const { page, ...query } = shown;
  const { entries, counts } = await listAudit(ctx, { ...query, offset: (page - 1) * pageSize, limit: pageSize });
  return (
    <>
      <div className="px-4 py-3 sm:px-5">
        <AuditFilter {...query} counts={counts} />
      </div>
      {entries.length > 0 && (
        <AuditList entries={entries.map(({ at, ...entry }) => ({ ...entry, atISO: at.toISOString() }))} />
      )}
      {entries.length === 0 && (
        <EmptyState
          icon="scroll-text"
          title={
            query.find === ""
              ? "Nothing was done in this time"
              : `Nothing was done by or to “${query.find}” in this time`
          }
        >
          Broadcasts, tokens, members, accounts and sign-ins are written down here and kept as long as notifications
          are.
        </EmptyState>
      )}
      <Pager
        label="Pages of the audit log"
        path="/admin/audit"
        page={page}
        pageSize={pageSize}
        total={counts[query.area]}
        params={{ find: query.find, ...auditParams(query) }}
      />
    </>
  );
}
