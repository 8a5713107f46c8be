"use client";

import { Icon } from "../ui/icon.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { Select } from "../ui/select.tsx";
import { categoryWords, isCategory, type View } from "./view.ts";

export interface FiltersProps {
  view: View;
  onView: (change: Partial<View>) => void;
  search: string;
  onSearch: (search: string) => void;
}

const every = { value: "every", word: "All categories" };
const options = [every, ...Object.entries(categoryWords).map(([value, word]) => ({ value, word }))];

/** Shows only some of a view: the unread, one category, what has some words in it. */
export function Filters({ view, onView, search, onSearch }: FiltersProps) {
  return (
    <div role="search" aria-label="Filter" className="flex flex-wrap items-center gap-2">
      <button
        type="button"
        aria-pressed={view.unread}
        onClick={() => onView({ unread: !view.unread })}
        className="touch-target inline-flex h-9 items-center rounded-control border border-edge bg-surface px-3 text-soft transition-colors duration-150 hover:border-soft aria-pressed:border-ink aria-pressed:inverted"
      >
        Unread
      </button>
      <Select
        label="Category"
        value={view.category ?? every.value}
        onChange={(value) => onView({ category: isCategory(value) ? value : undefined })}
        options={options}
        className="max-sm:flex-1"
      />
      <span className="relative min-w-36 flex-1 max-sm:basis-full">
        <Icon
          name="search"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-meta"
        />
        <SearchInput label="Search" value={search} onType={onSearch} className="h-9 pl-8.5" />
      </span>
    </div>
  );
}
