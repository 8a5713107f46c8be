"use client";

import type { RefObject } from "react";
import { Select } from "../ui/select.tsx";
import { SearchField } from "./search-field.tsx";
import { categoryWords, isCategory, type View } from "./view.ts";

export interface FiltersProps {
  view: View;
  onView: (change: Partial<View>, options?: { replace?: boolean }) => void;
  searchField: RefObject<HTMLInputElement | null>;
}

const every = { value: "every", word: "All categories" };
const options = [every, ...Object.entries(categoryWords).map(([value, word]) => ({ value, word }))];

const everyType = { value: "every", word: "All types" };
const types = [
  { value: "job-scheduled", word: "Build requested" },
  { value: "job-started", word: "Build started" },
  { value: "job-finished", word: "Build finished" },
  { value: "package-uploaded", word: "Uploaded" },
  { value: "package-promoted", word: "Promoted" },
  { value: "package-demoted", word: "Demoted" },
  { value: "dep-promoted", word: "Dependency" },
  { value: "broadcast", word: "Broadcast" },
];

/** Shows only some of a view: the unread, one category, one type, what has some words in it. */
export function Filters({ view, onView, searchField }: FiltersProps) {
  const { type, q } = view;
  const known = type === undefined || types.some(({ value }) => value === type);
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
      <Select
        label="Type"
        value={type ?? everyType.value}
        onChange={(value) => onView({ type: value === everyType.value ? undefined : value })}
        // One that others made up is there while the address has it.
        options={[everyType, ...types, ...(known ? [] : [{ value: type, word: type }])]}
        className="max-sm:w-full"
      />
      <SearchField
        ref={searchField}
        value={q}
        // A search is one step back, however many keys it took; of the address as it is now, what was drawn may be older.
        onSearch={(found) => onView({ q: found }, { replace: /[?&]q=/.test(location.search) })}
      />
    </div>
  );
}
