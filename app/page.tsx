import { Seeded } from "#components/http/seeded.tsx";
import { Centre } from "#components/inbox/centre.tsx";
import { viewOf } from "#components/inbox/view.ts";
import { signedIn } from "#lib/auth/session.ts";
import { prefetched } from "./prefetched.ts";

// There is no loading.tsx beside this page on purpose: it would stand in for every page below, also for those that
// have yet to say 403.
export default async function CentrePage({ searchParams }: PageProps<"/">) {
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const query = new URLSearchParams(given);
  const ctx = await signedIn(query.size > 0 ? `/?${query}` : "/");
  return (
    <Seeded fetchedAt={ctx.now().getTime()} seeds={await prefetched(ctx, viewOf(query))}>
      <Centre person={ctx.actor.username} />
    </Seeded>
  );
}
