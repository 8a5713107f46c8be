import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Day } from "../ui/day.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { scopeWords } from "./scope-words.ts";
import type { ListedToken } from "./token.ts";

/** One token: its name, what it may do, since when and how long. */
export function TokenRow({ token, onRevoke }: { token: ListedToken; onRevoke: () => void }) {
  const { name, prefix, scopes, fixed, createdISO, lastUsedISO } = token;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0 sm:px-5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 font-medium break-words">{name}</span>
          <code className="font-mono text-small text-meta">{prefix}…</code>
        </p>
        <p className="text-small break-words text-soft">{scopes.map(scopeWords).join(" · ")}</p>
        <p className="flex flex-wrap gap-x-3 text-small text-meta">
          <span>
            Made <RelativeTime iso={createdISO} />
          </span>
          <span>{lastUsedISO === undefined ? "Never used" : <>Used {<RelativeTime iso={lastUsedISO} />}</>}</span>
          <End token={token} />
        </p>
      </div>
      {!fixed && (
        <Button look="quiet" small label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke…
        </Button>
      )}
    </li>
  );
}

function End({ token: { fixed, expiresISO, expired } }: { token: ListedToken }): ReactNode {
  if (fixed) return <span>Ends when ADMIN_TOKEN is no longer set</span>;
  if (expiresISO === undefined) return <span>Does not end</span>;
  return (
    <span className={expired ? "font-medium text-warning" : undefined}>
      {expired ? "Ended" : "Ends"} <Day iso={expiresISO} />
    </span>
  );
}
