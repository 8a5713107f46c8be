"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { plain, sentence } from "#lib/inbox/sentence.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { request } from "../http/request.ts";
import { Button } from "../ui/button.tsx";
import { changeAddress } from "../ui/change-address.ts";
import { Icon } from "../ui/icon.tsx";
import { DetailsOnDemand } from "./details-on-demand.tsx";
import { rowsOf } from "./rows.ts";

export interface OpenedItemProps {
  id: number;
  /** Nothing: it is gone, or was never theirs. */
  item: Notification | undefined;
}

/**
 * The notification that the address names, above the list: it may lie far below what is loaded. Whoever opens it has read
 * it, as with a row.
 */
export function OpenedItem({ id, item }: OpenedItemProps) {
  const named = useSearchParams().get("item") === String(id);
  if (!named) return null;
  return item ? (
    <Opened item={item} />
  ) : (
    <Frame title="That notification is not here">
      <p className="px-4 pb-4 text-soft">It was cleared, is older than what is kept, or was meant for somebody else.</p>
    </Frame>
  );
}

function Opened({ item }: { item: Notification }) {
  const { id, origin, read } = item;
  const details = useId();
  const [kept, setKept] = useState(item.kept ?? false);
  const [row] = rowsOf([item]);
  useEffect(() => {
    if (!read) change({ origin, id }, { read: true });
  }, [origin, id, read]);
  return (
    <Frame title={plain(sentence(item))} origin={origin}>
      {row && (
        <DetailsOnDemand
          id={details}
          row={{ ...row, newest: { ...item, kept: kept || undefined }, unread: false }}
          onKeep={(_row, keep) => {
            change(item, { kept: keep });
            setKept(keep);
          }}
          onMarkUnread={() => {
            change(item, { read: false });
            close();
          }}
        />
      )}
    </Frame>
  );
}

/** The stream tells the lists of it. What fails is seen where it matters: the row in the list stays as it was. */
function change(
  { origin, id }: Pick<Notification, "origin" | "id">,
  changed: { read: boolean } | { kept: boolean },
): void {
  void request(`/notifications/${origin}/${id}`, { method: "PATCH", json: changed }).catch(() => undefined);
}

/** The list stands as it was; only this goes. */
const close = (): void => changeAddress({ item: undefined });

function Frame({ title, origin, children }: { title: string; origin?: string; children: ReactNode }) {
  const id = useId();
  const place = useRef<HTMLElement>(null);
  // What they came for is where a keyboard and a screen reader begin.
  useEffect(() => place.current?.focus(), []);
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-labelledby={id}
      onKeyDown={({ key }) => key === "Escape" && close()}
      className="mx-auto mb-6 w-full max-w-[72ch] overflow-hidden rounded-card border border-edge bg-surface shadow-raised outline-none"
    >
      <div className="flex items-start gap-3 px-4 py-3">
        <div className="min-w-0 flex-1">
          {origin !== undefined && <p className="truncate text-small text-meta">{origin}</p>}
          <h2 id={id} dir="auto" className="text-lead font-semibold [overflow-wrap:anywhere]">
            {title}
          </h2>
        </div>
        <Button look="quiet" small label="Close" onClick={close}>
          <Icon name="x" className="size-4" />
        </Button>
      </div>
      {children}
    </section>
  );
}
