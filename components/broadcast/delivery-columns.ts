import {
  columnFilteringFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_equalsString,
  filterFn_includesString,
  rowSortingFeature,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
} from "@tanstack/react-table";
import { outcomeOrder, type Detail } from "./outcome-look.ts";

/** What the table can do; browsers load nothing else of the library. */
export const deliveryFeatures = tableFeatures({
  columnFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
});

const column = createColumnHelper<typeof deliveryFeatures, Detail>();

// What went wrong comes first: it is what somebody opens the table for.
const rank = new Map(
  outcomeOrder.map((outcome, index) => [outcome, outcome === "delivered" ? outcomeOrder.length : index]),
);

// One collator for all: comparing 5,000 names without it takes half a second.
const { compare } = new Intl.Collator("en", { numeric: true });

/** The table's columns and how each sorts. */
export const deliveryColumns = column.columns([
  column.accessor("username", {
    header: "User",
    sortFn: (a, b) => compare(a.original.username, b.original.username),
    filterFn: filterFn_includesString,
  }),
  column.accessor("server", { header: "Server", sortFn: (a, b) => compare(a.original.server, b.original.server) }),
  column.accessor("outcome", {
    header: "Outcome",
    sortFn: (a, b) => (rank.get(a.original.outcome) ?? 0) - (rank.get(b.original.outcome) ?? 0),
    filterFn: filterFn_equalsString,
  }),
  column.accessor(({ error }) => error ?? "", { id: "error", header: "Error", sortFn: sortFn_text }),
  column.accessor(({ durationMs }) => durationMs ?? undefined, {
    id: "durationMs",
    header: "ms",
    sortFn: sortFn_basic,
    sortUndefined: "last",
  }),
]);
