import type { QueryClient } from "@tanstack/react-query";
import { address } from "../http/address.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { inboxQuery } from "../inbox/queries.ts";

/** So long after a change, and what follows it, the worker is told. */
const quietMs = 1000;

/** A page's address as links have it: the one at the root of a path has no slash at its end. */
const bare = (path: `/${string}`) => address(path).replace(/(?<=.)\/$/, "");

interface Kept {
  person: string;
  inbox: Inbox;
  /** Of when it is, in ms. */
  at: number;
}

/**
 * Has what a person sees kept for when nothing answers: a service worker keeps the pages, and what the inbox shows now.
 * @param paths the pages to keep beside those that they open
 * @returns a function that ends it
 */
export function keepSeen(queries: QueryClient, person: string, paths: readonly `/${string}`[]): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const tell = (what: object) =>
    void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ person, ...what }));
  // Where it can't be had, as in development, all is as it would be without one.
  navigator.serviceWorker.register(address("/service-worker.js"), { scope: bare("/"), updateViaCache: "none" }).then(
    () => tell({ paths: paths.map(bare) }),
    () => undefined,
  );
  void takeUp(queries, person);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const hash = JSON.stringify(inboxQuery.queryKey);
  const unsubscribe = queries.getQueryCache().subscribe(({ query }) => {
    if (query.queryHash !== hash) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const state = queries.getQueryState(inboxQuery.queryKey);
      if (state?.data) tell({ inbox: { person, inbox: state.data, at: state.dataUpdatedAt } satisfies Kept });
    }, quietMs);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

/** Of a page that was kept, the inbox as it was seen last, which may be later than the page. */
async function takeUp(queries: QueryClient, person: string): Promise<void> {
  if (!navigator.serviceWorker.controller) return;
  const response = await fetch(address("/_offline/inbox")).catch(() => undefined);
  // There is something for a page that was kept; one that the network brought is newer.
  if (response?.status !== 200) return;
  const { person: whose, inbox, at } = (await response.json()) as Kept;
  const { dataUpdatedAt = 0 } = queries.getQueryState(inboxQuery.queryKey) ?? {};
  if (whose === person && at > dataUpdatedAt) queries.setQueryData(inboxQuery.queryKey, inbox, { updatedAt: at });
}
