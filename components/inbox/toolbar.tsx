"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Filters, type FiltersProps } from "./filters.tsx";
import { OptionsButton } from "./options-button.tsx";
import { OriginDrawer } from "./origin-drawer.tsx";
import type { OriginListProps } from "./origin-list.tsx";
import { isFiltered } from "./view.ts";

export interface ToolbarProps extends FiltersProps {
  origins: OriginListProps;
  /** Whether the options are open; a key opens them too. */
  optionsOpen: boolean;
  onOptions: (open: boolean) => void;
  unread: number;
  /** Whether anything is listed. */
  empty: boolean;
  onMarkAllRead: () => void;
  onClearAll: () => void;
}

/** What can be done to the list as a whole, and which part of it is shown. What is about one origin stands with its name. */
export function Toolbar({ origins, optionsOpen, onOptions, unread, empty, onMarkAllRead, onClearAll, ...filters }: ToolbarProps) {
  const { view, search } = filters;
  const narrowed = isFiltered(view) || search !== "";
  const [open, setOpen] = useState(narrowed);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-title font-semibold max-md:sr-only">Inbox</h1>
        <OriginDrawer {...origins} className="min-w-0 flex-1 md:hidden" />
        <button
          type="button"
          aria-expanded={open}
          aria-controls="filters"
          onClick={() => setOpen(!open)}
          className={cx(buttonClass("secondary"), "px-3 sm:hidden", narrowed && "border-ink")}
        >
          Filter
        </button>
        {view.origin === undefined && (
          <div className="flex gap-2 max-sm:order-last max-sm:w-full max-sm:*:flex-1">
            <Button disabled={unread === 0} onClick={onMarkAllRead}>
              Mark all read
            </Button>
            <Button disabled={empty} title={narrowed ? "Also what the filter hides" : undefined} onClick={onClearAll}>
              Clear all
            </Button>
          </div>
        )}
        <OptionsButton open={optionsOpen} onOpen={onOptions} />
      </div>
      <div id="filters" className={cx(!open && "max-sm:hidden")}>
        <Filters {...filters} />
      </div>
    </>
  );
}
