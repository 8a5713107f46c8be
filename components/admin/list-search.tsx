"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { Icon } from "../ui/icon.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { listAddress } from "./list-address.ts";

/** So long after the last key the list is asked for. */
const restMs = 200;

export interface ListSearchProps {
  label: string;
  path: `/${string}`;
  find: string;
  /** What else stands in the address and stays. */
  params?: Record<string, string>;
}

/** Finds names by a part of them, while it is typed. */
export function ListSearch({ label, path, find, params = {} }: ListSearchProps) {
  const router = useRouter();
  const [text, setText] = useState(find);
  const [searching, startTransition] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const search = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () =>
        startTransition(() => router.replace(listAddress(path, { ...params, find: typed.trim() }), { scroll: false })),
      restMs,
    );
  };
  return (
    <div role="search" className="relative w-full sm:w-60">
      <span className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-meta">
        {searching ? <Spinner /> : <Icon name="search" className="size-4" />}
      </span>
      <SearchInput label={label} aria-busy={searching} value={text} onType={search} className="h-9 pl-9" />
    </div>
  );
}
