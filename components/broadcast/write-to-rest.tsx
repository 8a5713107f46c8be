"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { messageOf } from "../http/request-error.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { failedCounts, peopleWithoutIt } from "./failed-counts.ts";
import { detailsQuery } from "./queries.ts";
import { grouped } from "#lib/grouped.ts";

/**
 * Takes a message back onto the form, for those alone whose labs certainly did not show it: to be changed before it is sent
 * again, and as a broadcast of its own, which their inboxes get too. Ringing the same once more is `RetryFailed`.
 */
export function WriteToRest({
  sent,
  onWrite,
}: {
  sent: BroadcastDocument;
  onWrite: (sent: BroadcastDocument, usernames: string[]) => void;
}) {
  const client = useQueryClient();
  const [looking, setLooking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const { failed } = failedCounts(sent.outcomes);
  if (failed === 0 || (sent.state !== "finished" && sent.state !== "waiting")) return null;
  const write = async () => {
    setLooking(true);
    setFailure(undefined);
    try {
      onWrite(sent, peopleWithoutIt(await client.query(detailsQuery(sent.id, false, sent.total))));
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setLooking(false);
    }
  };
  return (
    <div className="flex flex-col gap-2">
      <Button small look="quiet" className="self-start" pending={looking} onClick={() => void write()}>
        Write to those without it ({grouped(failed)})…
      </Button>
      {failure !== undefined && <Notice tone="error" title={failure} alert />}
    </div>
  );
}
