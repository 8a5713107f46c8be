"use client";

import { useId, useState } from "react";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Copyable } from "../ui/copyable.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { SecretOnce } from "../ui/secret-once.tsx";
import { InletCalls } from "./inlet-calls.tsx";
import { kindWords, secretWords, type ListedInlet, type MakeInlet, type RemoveInlet } from "./inlet.ts";
import { NewInlet, type MadeInlet } from "./new-inlet.tsx";

export interface InletCardProps {
  origin: string;
  inlets: readonly ListedInlet[];
  make: MakeInlet;
  remove: RemoveInlet;
}

/** The addresses to which others send what becomes notifications of an origin. */
export function InletCard({ origin, inlets, make, remove }: InletCardProps) {
  const id = useId();
  const [made, setMade] = useState<MadeInlet>();
  // Which one it is about stays while the dialog fades out.
  const [leaving, setLeaving] = useState<ListedInlet>();
  const [asking, setAsking] = useState(false);
  return (
    <Card title="Inlets" titleId={id} actions={<NewInlet origin={origin} make={make} onMade={setMade} />}>
      <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
        What a build service, an alert manager or any program sends to an inlet becomes notifications of {origin}.
      </p>
      {made && (
        <div className="px-4 pb-4 sm:px-5">
          <SecretOnce
            title={`The inlet ${made.name} is made; this is its secret`}
            secret={made.secret}
            onDone={() => setMade(undefined)}
          >
            Copy it now: it is not shown again. {secretWords[made.kind]}
          </SecretOnce>
        </div>
      )}
      {inlets.length === 0 && <EmptyState icon="arrow-down" title="No inlets yet" />}
      {inlets.length > 0 && (
        <ul aria-label="Inlets" className="border-t border-line">
          {inlets.map((inlet) => (
            <li key={inlet.id} className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0 sm:px-5">
              <div className="flex items-start gap-3">
                <div className="flex min-w-0 flex-1 flex-col gap-1">
                  <p dir="auto" className="font-medium break-words">
                    {inlet.name}
                  </p>
                  <p className="flex flex-wrap gap-x-3 text-small text-meta">
                    <span>{kindWords[inlet.kind]}</span>
                    <span>
                      Made by {inlet.createdBy} <RelativeTime iso={inlet.createdISO} />
                    </span>
                  </p>
                </div>
                <Button
                  look="quiet"
                  small
                  label={`Delete ${inlet.name}`}
                  onClick={() => {
                    setLeaving(inlet);
                    setAsking(true);
                  }}
                >
                  Delete…
                </Button>
              </div>
              <Copyable text={inlet.address} />
              <InletCalls calls={inlet.calls} />
            </li>
          ))}
        </ul>
      )}
      {leaving && (
        <ConfirmAction
          key={leaving.id}
          open={asking}
          onOpenChange={setAsking}
          title={`Delete the inlet ${leaving.name}?`}
          verb="Delete"
          action={remove}
          given={{ origin, id: leaving.id }}
          toastWords={`The inlet ${leaving.name} is deleted`}
        >
          What is sent to its address is refused from now on, and the record of its calls goes. What it published stays.
          This can’t be undone.
        </ConfirmAction>
      )}
    </Card>
  );
}
