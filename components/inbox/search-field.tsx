"use client";

import { useRef, useState, type RefObject } from "react";
import { Icon } from "../ui/icon.tsx";
import { SearchInput } from "../ui/search-input.tsx";

/** So long after the last key it is searched for. */
const restMs = 200;

export interface SearchFieldProps {
  /** What is searched for, as the address has it. */
  value: string;
  onSearch: (text: string) => void;
  ref: RefObject<HTMLInputElement | null>;
}

/** Where to type what to search for: it is searched for at a rest. */
export function SearchField({ value, onSearch, ref }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [before, setBefore] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed otherwise than by what was typed here.
  if (value !== before) {
    setBefore(value);
    if (value !== sent) {
      setSent(value);
      setText(value);
    }
  }
  const search = (typed: string) => {
    setSent(typed.trim());
    onSearch(typed.trim());
  };
  return (
    <span className="relative min-w-36 flex-1 max-sm:basis-full">
      <Icon name="search" className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-meta" />
      <SearchInput
        ref={ref}
        label="Search"
        aria-keyshortcuts="/"
        maxLength={200}
        value={text}
        onType={(typed) => {
          setText(typed);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => search(typed), restMs);
        }}
        className="h-9 pl-8.5"
      />
    </span>
  );
}
