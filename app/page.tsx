import { Seeded } from "#components/http/seeded.tsx";
import { Centre } from "#components/inbox/centre.tsx";
import { OriginLinksProvider } from "#components/inbox/origin-links-provider.tsx";
import { OpenedItemOnDemand } from "#components/inbox/opened-item-on-demand.tsx";
import { viewOf } from "#components/inbox/view.ts";
import { signedIn } from "#lib/auth/session.ts";
import { getOne } from "#lib/inbox/get-one.ts";
import { linksOfMine } from "#lib/origins/links-of-mine.ts";
import { found } from "./found.ts";
import { prefetched } from "./prefetched.ts";

// There is no loading.tsx beside this page on purpose: it would stand in for every page below, also for those that
// have yet to say 403.
export default async function CentrePage({ searchParams }: PageProps<"/">) {
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const query = new URLSearchParams(given);
  const ctx = await signedIn(query.size > 0 ? `/?${query}` : "/");
  const named = idOf(query.get("item"));
  const [seeds, links, item] = await Promise.all([
    prefetched(ctx, viewOf(query)),
    linksOfMine(ctx),
    named === undefined ? undefined : found(getOne(ctx, { id: named })),
  ]);
  return (
    <Seeded fetchedAt={ctx.now().getTime()} seeds={seeds}>
      <OriginLinksProvider links={links}>
        {named !== undefined && <OpenedItemOnDemand key={named} id={named} item={item} />}
        <Centre person={ctx.actor.username} />
      </OriginLinksProvider>
    </Seeded>
  );
}

/** The notification that an address names, `?item=12`; nothing if it names none. */
const idOf = (given: string | null): number | undefined =>
  given !== null && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : undefined;
