import type { QueryClient } from "@tanstack/react-query";
import { inboxKey } from "./queries.ts";

/** What happens together is fetched once: the answer to a request, and the event that tells of it. */
const joinMs = 60;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Fetches what is shown again, soon; not while a change is on its way, whose outcome an answer could lack. */
export function refreshSoon(queries: QueryClient): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (queries.isMutating({ mutationKey: inboxKey }) > 0) refreshSoon(queries);
    else void queries.invalidateQueries({ queryKey: inboxKey });
  }, joinMs);
}
