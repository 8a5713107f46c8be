"use client";

import { messageOf } from "../http/request-error.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** Where a list would be that could not be fetched: why, and another try. */
export function FailedList({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-card border tint-error px-4 py-3">
      <Icon name="circle-x" className="size-4.5 shrink-0 text-error" />
      <p className="min-w-48 flex-1">
        <span className="font-medium">The notifications could not be fetched.</span> {messageOf(error)}
      </p>
      <Button small onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
