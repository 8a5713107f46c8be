"use client";

import { useState } from "react";
import { EmptyState } from "../ui/empty-state.tsx";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";
import { TokenRow } from "./token-row.tsx";
import type { ListedToken, RevokeToken } from "./token.ts";

export interface TokenListProps {
  tokens: readonly ListedToken[];
  revoke: RevokeToken;
  /** What stands where there are none. */
  none: string;
}

/** Somebody's API tokens, each with the way to end it. */
export function TokenList({ tokens, revoke, none }: TokenListProps) {
  // Which one it is about stays while the dialog fades out.
  const [leaving, setLeaving] = useState<ListedToken>();
  const [asking, setAsking] = useState(false);
  return (
    <>
      {tokens.length === 0 && <EmptyState icon="key-round" title={none} />}
      {tokens.length > 0 && (
        <ul className="border-t border-line">
          {tokens.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              onRevoke={() => {
                setLeaving(token);
                setAsking(true);
              }}
            />
          ))}
        </ul>
      )}
      {leaving && (
        <RevokeTokenDialog key={leaving.id} token={leaving} revoke={revoke} open={asking} onOpenChange={setAsking} />
      )}
    </>
  );
}
