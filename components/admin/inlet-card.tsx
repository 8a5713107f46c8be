"use client";

import { useId, useState } from "react";
import { EndableList } from "../http/endable-list.tsx";
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
      <EndableList
        label="Inlets"
        listed={inlets}
        about={(inlet) => (
          <>
            <span>{kindWords[inlet.kind]}</span>
            <span>
              Made by {inlet.createdBy} <RelativeTime iso={inlet.createdISO} />
            </span>
          </>
        )}
        more={(inlet) => (
          <>
            <Copyable text={inlet.address} />
            <InletCalls calls={inlet.calls} />
          </>
        )}
        verb="Delete"
        action={remove}
        ending={({ id, name }) => ({
          title: `Delete the inlet ${name}?`,
          given: { origin, id },
          toastWords: `The inlet ${name} is deleted`,
          children:
            "What is sent to its address is refused from now on, and the record of its calls goes. What it published stays. This can’t be undone.",
        })}
      />
    </Card>
  );
}
