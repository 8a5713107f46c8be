"use client";

import { Combobox } from "@base-ui/react/combobox";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useImperativeHandle, useRef, useState, type ClipboardEvent, type RefObject } from "react";
import { Button } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { controlClass } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { pastedNames } from "./pasted-names.ts";
import { grouped } from "#lib/grouped.ts";

const rowHeight = 44;
const count = (names: readonly string[]) => grouped(names.length);

interface Picker {
  /** The users with a running lab, in order. */
  users: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Finds users with a running lab by a part of their name; any other name can be typed in whole, and lists be pasted. */
export function RecipientPicker({ users, chosen, onChange }: Picker) {
  const [query, setQuery] = useState("");
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const scroll = useRef<{ to: (index: number) => void }>(null);
  const typed = query.trim();
  const already = new Set(chosen);
  const found = users.filter((name) => name.toLowerCase().includes(typed.toLowerCase()));
  const isNew = typed !== "" && !users.includes(typed) && !already.has(typed);
  const unchosen = found.filter((name) => !already.has(name));

  const choose = (names: string[]) => {
    onChange(names);
    // A typed-in name is done with; a search may have more to give.
    if (isNew && names.includes(typed)) setQuery("");
  };

  /** Several names are chosen at once; one is searched for, as if it were typed. */
  const onPaste = (event: ClipboardEvent) => {
    const names = pastedNames(event.clipboardData.getData("text"));
    if (names.length < 2) return;
    event.preventDefault();
    onChange([...new Set([...chosen, ...names])]);
  };

  return (
    <Combobox.Root
      inline
      open
      multiple
      virtualized
      autoHighlight
      items={users}
      filteredItems={isNew ? [...found, typed] : found}
      value={chosen}
      onValueChange={choose}
      inputValue={query}
      onInputValueChange={(value, { isItemPress, event }) => {
        // With the mouse one picks several of the same search; with the keyboard one goes from name to name.
        if (!isItemPress || event instanceof KeyboardEvent) setQuery(value);
      }}
      onItemHighlighted={(_name, { reason, index }) => {
        if (reason !== "pointer" && index >= 0) queueMicrotask(() => scroll.current?.to(index));
      }}
    >
      <div className="overflow-hidden rounded-control border border-edge focus-within:border-soft">
        <div className="relative border-b border-line">
          <Icon
            name="search"
            className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-meta"
          />
          <Combobox.Input
            aria-label="Search users"
            placeholder={
              users.length > 0
                ? "Find a user, type any name or group:name, or paste a list"
                : "Type a name or group:name, or paste a list"
            }
            onPaste={onPaste}
            className={cx(controlClass, "h-9 rounded-none border-0 pl-9 focus-visible:-outline-offset-2")}
          />
        </div>
        <Combobox.List ref={setBox} className="max-h-55 overflow-y-auto overscroll-contain outline-none">
          <Rows box={box} scroll={scroll} users={users} />
        </Combobox.List>
        {found.length === 0 && !isNew && (
          <p className="px-3 py-3 text-small text-meta">
            {typed === "" ? "No labs are running. Type a whole name to reach an inbox." : `${typed} is chosen already.`}
          </p>
        )}
        <div className="flex min-h-9 items-center justify-between gap-2 border-t border-line bg-sunken pr-1 pl-3">
          <span role="status" className="text-small text-meta">
            {typed === "" ? `${count(users)} users` : `${count(found)} of ${count(users)} users`}
          </span>
          <Button
            look="quiet"
            small
            disabled={unchosen.length === 0}
            onClick={() => onChange([...chosen, ...unchosen])}
          >
            Select all {count(found)} shown
          </Button>
        </div>
      </div>
    </Combobox.Root>
  );
}

/** The matches, of which only those in view are drawn. */
function Rows({
  box,
  scroll,
  users,
}: {
  box: HTMLDivElement | null;
  scroll: RefObject<{ to: (index: number) => void } | null>;
  users: readonly string[];
}) {
  const names = Combobox.useFilteredItems<string>();
  const rows = useVirtualizer({
    count: names.length,
    getScrollElement: () => box,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useImperativeHandle(scroll, () => ({ to: (index) => rows.scrollToIndex(index, { align: "auto" }) }));

  return (
    <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, start }) => {
        const name = names[index] ?? "";
        const isNew = !users.includes(name);
        return (
          <Combobox.Item
            key={name}
            index={index}
            value={name}
            aria-setsize={names.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2 px-3 select-none data-highlighted:bg-hover data-selected:font-medium"
            style={{ height: rowHeight, transform: `translateY(${start}px)` }}
          >
            <span className="size-4 shrink-0">
              {isNew ? (
                <Icon name="plus" className="size-4 text-meta" />
              ) : (
                <Combobox.ItemIndicator>
                  <Icon name="check" className="size-4 text-accent" />
                </Combobox.ItemIndicator>
              )}
            </span>
            <span className="truncate">{name}</span>
            {isNew && (
              <span className="ml-auto shrink-0 text-small font-normal text-meta">
                {name.startsWith("group:") ? "a group of the hub’s" : "no running lab: inbox only"}
              </span>
            )}
          </Combobox.Item>
        );
      })}
    </div>
  );
}
