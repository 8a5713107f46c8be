"use client";

import { useId, useState } from "react";
import { address } from "../http/address.ts";
import { Card } from "../ui/card.tsx";
import { SecretOnce } from "../ui/secret-once.tsx";
import { NewToken, type MadeToken } from "./new-token.tsx";
import { TokenList } from "./token-list.tsx";
import type { ListedToken, MakeToken, RevokeToken } from "./token.ts";

export interface TokenCardProps {
  tokens: readonly ListedToken[];
  admin: boolean;
  /** Origins that a token of this person may publish to. */
  origins: readonly string[];
  make: MakeToken;
  revoke: RevokeToken;
}

/** One's own API tokens. */
export function TokenCard({ tokens, admin, origins, make, revoke }: TokenCardProps) {
  const id = useId();
  const [made, setMade] = useState<MadeToken>();
  return (
    <Card
      title="API tokens"
      titleId={id}
      actions={<NewToken admin={admin} origins={origins} make={make} onMade={setMade} />}
    >
      <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
        Programs send one as “Authorization: Bearer …” and then act as you, within what you allow it.{" "}
        <a href={address("/docs/api")} className="font-medium text-ink underline underline-offset-2">
          How they do
        </a>
      </p>
      {made && (
        <div className="px-4 pb-4 sm:px-5">
          <SecretOnce title={`The token ${made.name} is made`} secret={made.token} onDone={() => setMade(undefined)}>
            Copy it now: it is not shown again.
          </SecretOnce>
        </div>
      )}
      <TokenList tokens={tokens} revoke={revoke} none="You have no tokens" />
    </Card>
  );
}
