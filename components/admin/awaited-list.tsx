"use client";

import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import type { ChangeMember } from "./origin.ts";

interface AwaitedListProps {
  origin: string;
  waiting: readonly { username: string; sinceISO: string }[];
  remove: ChangeMember;
}

/** Names without an account that are members from their first sign-in on. */
export function AwaitedList({ origin, waiting, remove }: AwaitedListProps) {
  const removing = useChange(remove, (_done, { username }) =>
    toast("success", `${username} is not waited for any more`),
  );
  return (
    <section aria-labelledby="awaited" className="border-t border-line px-4 py-3 sm:px-5">
      <h3 id="awaited" className="text-small font-medium text-meta">
        Members from their first sign-in on
      </h3>
      <ul className="divide-y divide-line">
        {waiting.map(({ username, sinceISO }) => (
          <li key={username} className="flex items-center gap-3 py-1.5">
            <span dir="auto" className="min-w-0 truncate text-start" title={username}>
              {username}
            </span>
            <span className="text-small whitespace-nowrap text-meta">
              since <RelativeTime iso={sinceISO} />
            </span>
            <Button
              look="quiet"
              small
              className="ml-auto"
              label={`Remove ${username}`}
              disabled={removing.pending}
              onClick={() => removing.run({ origin, username })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {removing.failure !== undefined && (
        <p role="alert" className="text-small text-error">
          {removing.failure}
        </p>
      )}
    </section>
  );
}
