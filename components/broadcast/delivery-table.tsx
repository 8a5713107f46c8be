"use client";

import { FlexRender, useTable, type Header, type SortingState } from "@tanstack/react-table";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useSearchParams } from "next/navigation";
import { useMemo, useRef } from "react";
import { changeAddress } from "../ui/change-address.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { useMedia } from "../ui/use-media.ts";
import { deliveryColumns, deliveryFeatures } from "./delivery-columns.ts";
import { DeliveryRow } from "./delivery-row.tsx";
import type { Detail, Outcome } from "./outcome-look.ts";

const columnClass: Record<string, string> = {
  username: "w-[33%] sm:w-[26%]",
  server: "hidden sm:table-cell sm:w-[14%]",
  outcome: "sm:w-[20%]",
  error: "hidden sm:table-cell",
  durationMs: "w-14 text-right sm:w-20",
};

export interface DeliveryTableProps {
  details: Detail[];
  outcome: Outcome | "all";
  /** A part of a user's name. */
  user: string;
  /** Down to the foot of the window. */
  tall: boolean;
}

const firstSort = "outcome";

/** What the address says of the order: a column, after a dash the other way round. One that there is not is no order. */
function sortingOf(sort: string): SortingState {
  const desc = sort.startsWith("-");
  const id = desc ? sort.slice(1) : sort;
  return Object.hasOwn(columnClass, id) ? [{ id, desc }] : [];
}

/**
 * One row a server. Only the rows in view exist, between two empty ones that stand for the rest, so it stays a real
 * table that a screen reader can walk, whose row numbers are told.
 */
export function DeliveryTable({ details, outcome, user, tall }: DeliveryTableProps) {
  const params = useSearchParams();
  const sort = params.get("sort") ?? firstSort;
  const sorting = useMemo(() => sortingOf(sort), [sort]);
  // The same array until a filter changes: the table takes another one for a change, and draws again.
  const columnFilters = useMemo(() => {
    const name = user.trim();
    return [
      ...(outcome === "all" ? [] : [{ id: "outcome", value: outcome }]),
      ...(name === "" ? [] : [{ id: "username", value: name }]),
    ];
  }, [outcome, user]);
  const table = useTable({
    features: deliveryFeatures,
    data: details,
    columns: deliveryColumns,
    state: { sorting, columnFilters },
    onSortingChange(change) {
      const [next] = typeof change === "function" ? change(sorting) : change;
      const sort = next ? `${next.desc ? "-" : ""}${next.id}` : "none";
      changeAddress({ sort: sort === firstSort ? undefined : sort }, { replace: true });
    },
    getRowId: ({ username, server }) => `${username}/${server}`,
  });
  const { rows } = table.getRowModel();

  const box = useRef<HTMLDivElement>(null);
  const wide = useMedia("(min-width: 40rem)", true);
  const rowHeight = wide ? 40 : 68;
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  // On paper nobody scrolls: there all rows are.
  const printed = useMedia("print", false);
  const items = printed ? rows.map(({ id: key }, index) => ({ index, key })) : view.getVirtualItems();
  const [above, below] = printed ? [0, 0] : beyond(view);

  return (
    <div
      ref={box}
      role="region"
      aria-label="Table of servers"
      tabIndex={0}
      className={cx(
        "overflow-auto rounded-control border border-line print:max-h-none print:overflow-visible",
        tall ? "max-h-[max(24rem,calc(100dvh-11rem))]" : "max-h-96",
      )}
    >
      <table aria-rowcount={rows.length + 1} className="w-full table-fixed border-separate border-spacing-0 text-left">
        <thead className="sticky top-0 z-10 bg-surface text-small">
          <tr aria-rowindex={1}>
            {table.getFlatHeaders().map((header) => (
              <ColumnHead key={header.id} header={header} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} />}
          {items.map(({ index, key }) => {
            const row = rows[index];
            return (
              row && (
                <DeliveryRow
                  key={key}
                  detail={row.original}
                  rowIndex={index + 2}
                  height={rowHeight}
                  wide={wide}
                  columnClass={columnClass}
                />
              )
            );
          })}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
      {rows.length === 0 && <p className="px-3 py-6 text-center text-small text-meta">No server matches.</p>}
    </div>
  );
}

/** How much of a list is above and below the rows that are drawn, in px. */
function beyond(view: Virtualizer<HTMLDivElement, Element>): [above: number, below: number] {
  const items = view.getVirtualItems();
  return [items[0]?.start ?? 0, view.getTotalSize() - (items.at(-1)?.end ?? 0)];
}

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td />
    </tr>
  );
}

function ColumnHead({ header }: { header: Header<typeof deliveryFeatures, Detail> }) {
  const sorted = header.column.getIsSorted();
  const icon = sorted === "asc" ? "arrow-up" : sorted === "desc" ? "arrow-down" : "chevrons-up-down";
  return (
    <th
      scope="col"
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}
      className={cx("border-b border-line p-0 font-medium", columnClass[header.id])}
    >
      <button
        type="button"
        onClick={header.column.getToggleSortingHandler()}
        className={cx(
          "touch-target inline-flex h-9 w-full items-center gap-1 px-1.5 hover:text-ink focus-visible:-outline-offset-2 sm:px-3",
          sorted ? "text-ink" : "text-soft",
          header.id === "durationMs" && "justify-end",
        )}
      >
        <FlexRender header={header} />
        <Icon name={icon} className={cx("size-3.5 shrink-0", !sorted && "print:hidden")} />
      </button>
    </th>
  );
}
