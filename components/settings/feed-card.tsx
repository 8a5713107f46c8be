"use client";

import { useId, useState } from "react";
import { EndableList } from "../http/endable-list.tsx";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { SecretOnce } from "../ui/secret-once.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { ListedFeed, MakeFeed, RevokeFeed } from "./feed.ts";

interface Made {
  name: string;
  address: string;
}

/** The addresses at which feed readers find one's inbox. */
export function FeedCard({
  feeds,
  make,
  revoke,
}: {
  feeds: readonly ListedFeed[];
  make: MakeFeed;
  revoke: RevokeFeed;
}) {
  const id = useId();
  const [made, setMade] = useState<Made>();
  return (
    <Card
      title="Feeds"
      titleId={id}
      actions={
        <FormDialogButton icon="plus" word="New feed" small title="New feed">
          {(close) => <NewFeedForm make={make} onMade={setMade} onClose={close} />}
        </FormDialogButton>
      }
    >
      <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
        A feed reader shows your inbox at an address of its own (Atom). Whoever has the address can read along.
      </p>
      {made && (
        <div className="px-4 pb-4 sm:px-5">
          <SecretOnce title={`The feed ${made.name} is made`} secret={made.address} onDone={() => setMade(undefined)}>
            Copy its address now: it is not shown again.
          </SecretOnce>
        </div>
      )}
      {feeds.length === 0 && <EmptyState icon="link" title="You have no feeds" />}
      <EndableList
        label="Feeds"
        listed={feeds}
        about={(feed) => (
          <>
            <span>
              Made <RelativeTime iso={feed.createdISO} />
            </span>
            <span>
              {feed.lastReadISO === undefined ? (
                "Never read"
              ) : (
                <>
                  Read <RelativeTime iso={feed.lastReadISO} />
                </>
              )}
            </span>
          </>
        )}
        verb="Revoke"
        action={revoke}
        ending={({ id, name }) => ({
          title: `Revoke the feed ${name}?`,
          given: { id },
          toastWords: `The feed ${name} is revoked`,
          children:
            "Readers that ask at its address find nothing from now on. This can’t be undone; a new feed has another address.",
        })}
      />
    </Card>
  );
}

function NewFeedForm({ make, onMade, onClose }: { make: MakeFeed; onMade: (made: Made) => void; onClose: () => void }) {
  const making = useChange(make, ({ address }, { name }) => {
    onMade({ name: name.trim(), address });
    onClose();
  });
  const name = useTextField(making, "name", "Name");
  return (
    <DialogForm verb="Make feed" onSubmit={() => making.run({ name: name.value })} change={making}>
      <TextField {...name} name="feed-name" autoComplete="off" />
    </DialogForm>
  );
}
