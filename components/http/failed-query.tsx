"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { messageOf } from "./request-error.ts";

export interface FailedQueryProps {
  /** What could not be had. */
  title: string;
  query: { error: Error | null; isFetching: boolean; refetch: () => Promise<unknown> };
  /** What else can be done. */
  children?: ReactNode;
}

/** Stands in for what could not be fetched: why, and another try. */
export function FailedQuery({ title, query: { error, isFetching, refetch }, children }: FailedQueryProps) {
  const actions = (
    <div className="flex gap-2">
      <Button small onClick={() => void refetch()} pending={isFetching}>
        Try again
      </Button>
      {children}
    </div>
  );
  return (
    <Notice tone="error" title={title} action={actions}>
      {messageOf(error)}
    </Notice>
  );
}
