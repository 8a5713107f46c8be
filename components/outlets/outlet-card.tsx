"use client";

import { useId, useState, type ReactNode } from "react";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Notice } from "../ui/notice.tsx";
import { SecretOnce } from "../ui/secret-once.tsx";
import { NewOutlet, type MadeOutlet } from "./new-outlet.tsx";
import { OutletRow } from "./outlet-row.tsx";
import type { ListedOutlet, OutletActions } from "./outlet.ts";

interface OutletCardProps extends OutletActions {
  outlets: readonly ListedOutlet[];
  /** Whether mails can be sent. */
  mails: boolean;
  /** The origin for which they stand; nothing: they are one's own. */
  origin?: string;
  hasLabs?: boolean;
  /** What browsers subscribe with. */
  pushKey?: string;
  /** Above them. */
  children?: ReactNode;
}

/** Where one's notifications are sent beside the inbox, or an origin's are. */
export function OutletCard({
  outlets,
  mails,
  origin,
  hasLabs = false,
  pushKey,
  make,
  remove,
  children,
  ...actions
}: OutletCardProps) {
  const id = useId();
  const [made, setMade] = useState<MadeOutlet>();
  // Which one it is about stays while the dialog fades out.
  const [leaving, setLeaving] = useState<ListedOutlet>();
  const [asking, setAsking] = useState(false);
  const ofOrigin = origin !== undefined;
  return (
    <Card
      title={ofOrigin ? "Outlets" : "Where it reaches you"}
      titleId={id}
      actions={
        <NewOutlet
          ofOrigin={ofOrigin}
          mails={mails}
          pushKey={pushKey}
          labs={hasLabs && outlets.every(({ kind }) => kind !== "lab")}
          make={make}
          onMade={setMade}
        />
      }
    >
      <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
        {ofOrigin
          ? `What the members of ${origin} are told from now on is sent there too: to a channel of a team, say.`
          : "What arrives in your inbox from now on is sent there too. Nothing leaves the inbox for it."}
      </p>
      {children}
      {made?.kind === "email" && (
        <div className="px-4 pb-4 sm:px-5">
          <Notice tone="info" title={`A mail was sent to ${made.host}`} alert>
            Nothing else is sent there until somebody presses Confirm in it. What arrives meanwhile waits.
          </Notice>
        </div>
      )}
      {made?.secret !== undefined && (
        <div className="px-4 pb-4 sm:px-5">
          <SecretOnce
            title={`The outlet to ${made.host} is made`}
            secret={made.secret}
            onDone={() => setMade(undefined)}
          >
            This is what it signs with. Copy it now if your receiver checks signatures: it is not shown again.
          </SecretOnce>
        </div>
      )}
      {outlets.length === 0 && (
        <EmptyState icon="megaphone" title="Nowhere yet">
          {ofOrigin
            ? "A chat’s webhook, a mail address, ntfy or a program can be told as well."
            : "A chat’s webhook, a mail address, this browser, ntfy, or a program of yours can be told as well."}
        </EmptyState>
      )}
      {outlets.length > 0 && (
        <ul aria-label="Outlets" className="border-t border-line">
          {outlets.map((outlet) => (
            <OutletRow
              key={outlet.id}
              {...actions}
              outlet={outlet}
              ofOrigin={ofOrigin}
              onDelete={() => {
                setLeaving(outlet);
                setAsking(true);
              }}
            />
          ))}
        </ul>
      )}
      {leaving && (
        <ConfirmAction
          key={leaving.id}
          open={asking}
          onOpenChange={setAsking}
          title={`Delete the outlet to ${leaving.host}?`}
          verb="Delete"
          action={remove}
          given={{ id: leaving.id }}
          toastWords={`The outlet to ${leaving.host} is deleted`}
        >
          Nothing more is sent there. {ofOrigin ? "Inboxes stay as they are." : "Your inbox stays as it is."} This can’t
          be undone.
        </ConfirmAction>
      )}
    </Card>
  );
}
