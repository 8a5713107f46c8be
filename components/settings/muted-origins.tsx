"use client";

import { useId } from "react";
import type { Action } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { FieldError } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";

export type SetMuted = Action<{ origin: string; muted: boolean }>;

interface MutableOrigin {
  origin: string;
  muted: boolean;
}

/** Which origins the pages fold away. */
export function MutedOrigins({ origins, setMuted }: { origins: readonly MutableOrigin[]; setMuted: SetMuted }) {
  const id = useId();
  return (
    <Card title="Muted origins" titleId={id}>
      <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
        The inbox folds a muted origin away. Nothing is cleared, and programs still read it.
      </p>
      {origins.length === 0 && (
        <EmptyState icon="bell-off" title="You belong to no origin yet">
          Once you do, or something reaches you, you can mute it here.
        </EmptyState>
      )}
      {origins.length > 0 && (
        <ul className="max-h-96 overflow-y-auto border-t border-line">
          {origins.map((origin) => (
            <MutableRow key={origin.origin} {...origin} setMuted={setMuted} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function MutableRow({ origin, muted, setMuted }: MutableOrigin & { setMuted: SetMuted }) {
  const muting = useChange(setMuted);
  return (
    <li className="flex min-h-12 flex-col justify-center gap-1 border-b border-line px-4 py-2 break-words last:border-b-0 sm:px-5">
      <Switch
        label={`Mute ${origin}`}
        checked={muting.pending && muting.given ? muting.given.muted : muted}
        onChange={(wanted) => {
          if (!muting.pending) muting.run({ origin, muted: wanted });
        }}
      />
      {muting.failure !== undefined && <FieldError>{muting.failure}</FieldError>}
    </li>
  );
}
