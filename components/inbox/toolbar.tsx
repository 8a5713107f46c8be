"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { Filters, type FiltersProps } from "./filters.tsx";
import type { OriginListProps } from "./origin-list.tsx";
import { isFiltered } from "./view.ts";
import { clearWords, markWords } from "./what-is-shown.ts";

const loadDrawer = async () => (await import("./origin-drawer.tsx")).OriginDrawer;
const loadOptions = async () => (await import("./options.tsx")).Options;
const none = {};

export interface ToolbarProps extends FiltersProps {
  origins: OriginListProps;
  /** Whether the options are open; a key opens them too. */
  optionsOpen: boolean;
  onOptions: (open: boolean) => void;
  /** Whether the filters show where there is little room. */
  filtersOpen: boolean;
  onFilters: (open: boolean) => void;
  /** How many what is shown has that are unread, and that a clear takes; left out where nobody has counted. What fits none has no button. */
  unread: number | undefined;
  clearable: number | undefined;
  onMarkRead: () => void;
  onClear: () => void;
}

/** What can be done to the list as a whole, and which part of it is shown. What is about one origin stands with its name. */
export function Toolbar({
  origins,
  optionsOpen,
  onOptions,
  filtersOpen,
  onFilters,
  unread,
  clearable,
  onMarkRead,
  onClear,
  ...filters
}: ToolbarProps) {
  const { view } = filters;
  const narrowed = isFiltered(view);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const shown = view.show === undefined ? (view.origin ?? "All") : showWords[view.show];
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-title font-semibold max-md:sr-only">
          {view.show === undefined ? "Inbox" : showWords[view.show]}
        </h1>
        <DialogButton
          load={loadDrawer}
          given={origins}
          open={drawerOpen}
          onOpen={setDrawerOpen}
          className={cx(buttonClass("secondary"), "min-w-0 flex-1 md:hidden")}
        >
          <span className="mr-auto min-w-0 truncate">
            <span className="sr-only">Origin: </span>
            {shown}
          </span>
          <Icon name="chevron-down" className="size-4 shrink-0 text-meta" />
        </DialogButton>
        <button
          type="button"
          aria-expanded={filtersOpen}
          aria-controls="filters"
          onClick={() => onFilters(!filtersOpen)}
          className={cx(buttonClass("secondary"), "px-3 sm:hidden", narrowed && "border-ink")}
        >
          Filter
        </button>
        {view.origin === undefined && view.show === undefined && (
          <div className="flex flex-wrap gap-2 max-sm:order-last max-sm:w-full max-sm:*:flex-1">
            {(!narrowed || unread !== 0) && (
              <Button disabled={unread === 0} onClick={onMarkRead}>
                {markWords(view, unread)}
              </Button>
            )}
            {(!narrowed || clearable !== 0) && (
              <Button disabled={clearable === 0} onClick={onClear}>
                {clearWords(view, clearable)}
              </Button>
            )}
          </div>
        )}
        <DialogButton
          load={loadOptions}
          given={none}
          open={optionsOpen}
          onOpen={onOptions}
          label="Shortcuts and notifications"
          className={cx(buttonClass("quiet"), "px-2.5 max-sm:w-11")}
        >
          <Icon name="keyboard" className="size-4.5 pointer-coarse:hidden" />
          <Icon name="bell" className="hidden size-4.5 pointer-coarse:block" />
        </DialogButton>
      </div>
      <div id="filters" className={cx(!filtersOpen && "max-sm:hidden")}>
        <Filters {...filters} />
      </div>
    </>
  );
}

export const showWords = { kept: "Kept", cleared: "Cleared" } as const;
