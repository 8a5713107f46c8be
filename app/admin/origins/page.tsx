import type { Metadata } from "next";
import { Suspense } from "react";
import type { ListPlace } from "#components/admin/list-address.ts";
import { ListSearch } from "#components/admin/list-search.tsx";
import { OriginList } from "#components/admin/origin-list.tsx";
import { Pager } from "#components/admin/pager.tsx";
import { NewOrigin } from "#components/admin/new-origin.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { countOrigins, listOrigins } from "#lib/origins/list.ts";
import { originsGivenUp } from "#lib/outlets/given-up.ts";
import { listPlace, pageSize, partAt } from "../list-place.ts";
import { register } from "./actions.ts";

export const metadata: Metadata = { title: "Origins" };

// No loading.tsx beside this page: its fallback would be sent with status 200 before the guard has said 403.
export default async function OriginsPage({ searchParams }: PageProps<"/admin/origins">) {
  const ctx = await signedInAdmin("/admin/origins");
  const place = listPlace(await searchParams);
  return (
    <NowProvider renderedAt={ctx.now().getTime()}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-title font-semibold">Origins</h1>
        <NewOrigin register={register} />
      </div>
      <section aria-label="Registered origins" className="rounded-card border border-line bg-surface shadow-raised">
        <div className="px-4 py-4 sm:px-5">
          <ListSearch label="Find an origin" path="/admin/origins" find={place.find} />
        </div>
        <ListBoundary what="origins" place={`${place.page} ${place.find}`}>
          <Suspense fallback={<ListLoading what="origins" />}>
            <Origins place={place} />
          </Suspense>
        </ListBoundary>
      </section>
    </NowProvider>
  );
}

async function Origins({ place }: { place: ListPlace }) {
  const ctx = await signedInAdmin("/admin/origins");
  const [rows, total] = await Promise.all([listOrigins(ctx, partAt(place)), countOrigins(ctx, { find: place.find })]);
  const givenUp = await originsGivenUp(
    ctx,
    rows.map(({ origin }) => origin),
  );
  return (
    <>
      {rows.length > 0 && (
        <OriginList
          origins={rows.map(({ origin, members, createdAt }) => ({
            name: origin,
            members,
            createdISO: createdAt.toISOString(),
            givenUp: givenUp.has(origin),
          }))}
        />
      )}
      {rows.length === 0 && place.find !== "" && (
        <EmptyState icon="boxes" title={`No origin has “${place.find}” in its name`} />
      )}
      {rows.length === 0 && place.find === "" && (
        <EmptyState icon="boxes" title="No origin is registered">
          An origin is what services publish to, such as a project or a group. Its members see what happens in it.
        </EmptyState>
      )}
      <Pager
        label="Pages of origins"
        path="/admin/origins"
        page={place.page}
        pageSize={pageSize}
        total={total}
        params={{ find: place.find }}
      />
    </>
  );
}
