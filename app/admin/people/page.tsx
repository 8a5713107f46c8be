import type { Metadata } from "next";
import { Suspense } from "react";
import { NewPerson } from "#components/admin/new-person.tsx";
import type { ListPlace } from "#components/admin/list-address.ts";
import { ListSearch } from "#components/admin/list-search.tsx";
import { MadeUpPasswordPlace } from "#components/admin/made-up-password.tsx";
import { Pager } from "#components/admin/pager.tsx";
import { PeopleFilter } from "#components/admin/people-filter.tsx";
import { PersonList } from "#components/admin/person-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { listPeople } from "#lib/people/list-people.ts";
import { peopleShown, type PeopleShown } from "#lib/people/schema.ts";
import { listPlace, pageSize } from "../list-place.ts";
import { changeRole, createAccount, disableAccount, enableAccount, renameAccount, setPassword } from "./actions.ts";

export const metadata: Metadata = { title: "People" };

const actions = {
  create: createAccount,
  setRole: changeRole,
  disable: disableAccount,
  enable: enableAccount,
  rename: renameAccount,
  resetPassword: setPassword,
};

// No loading.tsx beside this page: its fallback would be sent with status 200 before the guard has said 403.
export default async function PeoplePage({ searchParams }: PageProps<"/admin/people">) {
  const ctx = await signedInAdmin("/admin/people");
  const params = await searchParams;
  const place = listPlace(params);
  const show = peopleShown.catch("all").parse(params["show"]);
  return (
    <NowProvider renderedAt={ctx.now().getTime()}>
      <MadeUpPasswordPlace
        head={
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h1 className="text-title font-semibold">People</h1>
            <NewPerson create={createAccount} />
          </div>
        }
      >
        <section
          aria-label="Everybody with an account"
          className="rounded-card border border-line bg-surface shadow-raised"
        >
          <div className="px-4 pt-4 sm:px-5">
            <ListSearch
              label="Find a person"
              path="/admin/people"
              find={place.find}
              params={show === "all" ? {} : { show }}
            />
          </div>
          <ListBoundary what="people" place={`${show} ${place.page} ${place.find}`}>
            <Suspense fallback={<ListLoading what="people" />}>
              <People place={place} show={show} />
            </Suspense>
          </ListBoundary>
        </section>
      </MadeUpPasswordPlace>
    </NowProvider>
  );
}

async function People({ place: { find, page }, show }: { place: ListPlace; show: PeopleShown }) {
  const ctx = await signedInAdmin("/admin/people");
  const { people, counts } = await listPeople(ctx, { find, show, offset: (page - 1) * pageSize, limit: pageSize });
  return (
    <>
      <div className="px-4 pt-3 pb-3 sm:px-5">
        <PeopleFilter show={show} find={find} counts={counts} />
      </div>
      {people.length > 0 && (
        <PersonList
          actions={actions}
          people={people.map(({ id, username, provider, subject, role, createdAt, disabledAt, demotedAt }) => ({
            id,
            username,
            provider,
            hubName: provider === "jupyterhub" && subject !== username ? subject : undefined,
            role,
            createdISO: createdAt.toISOString(),
            disabled: disabledAt !== null,
            demoted: demotedAt !== null,
            self: id === ctx.actor.personId,
          }))}
        />
      )}
      {people.length === 0 && <EmptyState icon="users" title={nobody(find, show)} />}
      <Pager
        label="Pages of people"
        path="/admin/people"
        page={page}
        pageSize={pageSize}
        total={counts[show]}
        params={{ find, ...(show !== "all" && { show }) }}
      />
    </>
  );
}

function nobody(find: string, show: PeopleShown): string {
  const who = { all: "Nobody", admins: "No admin", disabled: "Nobody disabled" }[show];
  if (find !== "") return `${who} has a name with “${find}” in it`;
  return show === "disabled" ? "Nobody is disabled" : `${who} is here`;
}
