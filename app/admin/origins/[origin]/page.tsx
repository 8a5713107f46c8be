import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { AddMember } from "#components/admin/add-member.tsx";
import { DeleteOrigin } from "#components/admin/delete-origin.tsx";
import { InletCard } from "#components/admin/inlet-card.tsx";
import type { ListPlace } from "#components/admin/list-address.ts";
import { ListSearch } from "#components/admin/list-search.tsx";
import { AwaitedList } from "#components/admin/awaited-list.tsx";
import { MemberList } from "#components/admin/member-list.tsx";
import { OriginLinks } from "#components/admin/origin-links.tsx";
import { Pager } from "#components/admin/pager.tsx";
import { OutletCard } from "#components/outlets/outlet-card.tsx";
import { listedOutlet } from "#components/outlets/outlet.ts";
import { BackLink } from "#components/ui/back-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { listCalls } from "#lib/inlets/list-calls.ts";
import { listInlets } from "#lib/inlets/list.ts";
import { instance } from "#lib/instance.ts";
import { listAwaited } from "#lib/origins/list-awaited.ts";
import { getOrigin } from "#lib/origins/get.ts";
import { countMembers, listMembers } from "#lib/origins/list-members.ts";
import { listOutlets } from "#lib/outlets/list.ts";
import { found } from "../../../found.ts";
import { listPlace, pageSize, partAt } from "../../list-place.ts";
import { publicAddress } from "../../../public-address.ts";
import { join, leave, links, makeInlet, remove, removeInlet, suggest } from "../actions.ts";
import { grouped } from "#lib/grouped.ts";
import * as outletActions from "../outlet-actions.ts";

type Props = PageProps<"/admin/origins/[origin]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { origin } = await findOrigin((await params).origin);
  return { title: origin.origin };
}

export default async function OriginPage({ params, searchParams }: Props) {
  const { origin: name } = await params;
  const {
    ctx,
    origin: { origin, members, createdAt, links: known },
  } = await findOrigin(name);
  const place = listPlace(await searchParams);
  const path: `/${string}` = `/admin/origins/${origin}`;
  return (
    <NowProvider renderedAt={ctx.now().getTime()}>
      <div className="flex flex-col gap-1">
        <BackLink href="/admin/origins">Origins</BackLink>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <div className="min-w-0">
            <h1 className="text-title font-semibold break-words">{origin}</h1>
            <p className="text-small text-meta">
              {members === 1 ? "1 member" : `${grouped(members)} members`} · registered{" "}
              <RelativeTime iso={createdAt.toISOString()} />
            </p>
          </div>
          <DeleteOrigin name={origin} members={members} remove={remove} />
        </div>
      </div>
      <Card title="Members" titleId="members">
        <div className="flex flex-col gap-4 px-4 pt-3 pb-4 sm:px-5">
          <AddMember origin={origin} add={join} suggest={suggest} />
          {(members > pageSize || place.find !== "") && (
            <ListSearch label="Find a member" path={path} find={place.find} />
          )}
        </div>
        <ListBoundary what="members" place={`${place.page} ${place.find}`}>
          <Suspense fallback={<ListLoading what="members" />}>
            <Members origin={origin} members={members} path={path} place={place} />
          </Suspense>
        </ListBoundary>
        <ListBoundary what="those who are waited for">
          <Suspense>
            <Waiting origin={origin} />
          </Suspense>
        </ListBoundary>
      </Card>
      <OriginLinks origin={origin} links={known} setLinks={links} />
      <ListBoundary what="inlets">
        <Suspense fallback={<ListLoading what="inlets" />}>
          <Inlets origin={origin} />
        </Suspense>
      </ListBoundary>
      <ListBoundary what="outlets">
        <Suspense fallback={<ListLoading what="outlets" />}>
          <Outlets origin={origin} />
        </Suspense>
      </ListBoundary>
    </NowProvider>
  );
}

/** Asked for once a request, by the title and the page. */
const findOrigin = cache(async (name: string) => {
  const ctx = await signedInAdmin(`/admin/origins/${name}`);
  return { ctx, origin: (await found(getOrigin(ctx, { name }))) ?? notFound() };
});

/** So many of an inlet's calls are shown; the API tells more. */
const callsShown = 10;

async function Inlets({ origin }: { origin: string }) {
  const ctx = await signedInAdmin(`/admin/origins/${origin}`);
  const address = await publicAddress();
  const inlets = await listInlets(ctx, { origin });
  const listed = await Promise.all(
    inlets.map(async ({ id, kind, name, createdBy, createdAt }) => {
      const calls = await listCalls(ctx, { origin, id, limit: callsShown });
      return {
        id,
        kind,
        name,
        createdBy,
        createdISO: createdAt.toISOString(),
        address: `${address}/hooks/${id}`,
        calls: calls.map(({ at, ids, ...call }) => ({ ...call, atISO: at.toISOString(), published: ids.length })),
      };
    }),
  );
  return <InletCard origin={origin} inlets={listed} make={makeInlet} remove={removeInlet} />;
}

async function Outlets({ origin }: { origin: string }) {
  const outlets = await listOutlets(await signedInAdmin(`/admin/origins/${origin}`), { origin });
  return (
    <OutletCard
      origin={origin}
      outlets={outlets.map(listedOutlet)}
      mails={instance().mail !== undefined}
      make={outletActions.make.bind(null, origin)}
      edit={outletActions.edit.bind(null, origin)}
      test={outletActions.test.bind(null, origin)}
      rest={outletActions.rest.bind(null, origin)}
      remove={outletActions.remove.bind(null, origin)}
    />
  );
}

async function Waiting({ origin }: { origin: string }) {
  const waiting = await listAwaited(await signedInAdmin(`/admin/origins/${origin}`), { origin });
  const rows = waiting.map(({ username, since }) => ({ username, sinceISO: since.toISOString() }));
  return rows.length > 0 && <AwaitedList origin={origin} waiting={rows} remove={leave} />;
}

async function Members({
  origin,
  members,
  path,
  place,
}: {
  origin: string;
  members: number;
  path: `/${string}`;
  place: ListPlace;
}) {
  const ctx = await signedInAdmin(path);
  const [rows, total] = await Promise.all([
    listMembers(ctx, { origin, ...partAt(place) }),
    place.find === "" ? members : countMembers(ctx, { origin, find: place.find }),
  ]);
  return (
    <>
      {rows.length > 0 && (
        <MemberList
          origin={origin}
          remove={leave}
          members={rows.map(({ username, sources, since }) => ({ username, sources, sinceISO: since.toISOString() }))}
        />
      )}
      {rows.length === 0 && place.find !== "" && (
        <EmptyState icon="users" title={`No member has a name with “${place.find}” in it`} />
      )}
      {rows.length === 0 && place.find === "" && (
        <EmptyState icon="users" title="Nobody belongs to it yet">
          Add people by their username, also before they first sign in. A hub’s group named {origin} adds its own at
          their next sign-in.
        </EmptyState>
      )}
      <Pager
        label="Pages of members"
        path={path}
        page={place.page}
        pageSize={pageSize}
        total={total}
        params={{ find: place.find }}
      />
    </>
  );
}
