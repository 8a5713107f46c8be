"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { messageOf } from "../http/request-error.ts";
import { changeAddress } from "../ui/change-address.ts";
import { openedBroadcast } from "./opened-broadcast.ts";
import { againOfParam, againParam, detailsQuery, progressQuery } from "./queries.ts";

/**
 * Takes the broadcast that the address names back onto the form ({@link againAddress}), once: the address loses it then.
 * @param take puts it there, for these people or for whom it was
 * @returns why that was not possible
 */
export function useAgain(take: (sent: BroadcastDocument, usernames?: string[]) => void): string | undefined {
  const client = useQueryClient();
  const params = useSearchParams();
  const [failure, setFailure] = useState<string>();
  const id = openedBroadcast(params.get(againParam));
  const outcome = params.get(againOfParam);
  const bring = useEffectEvent(async (id: number, outcome: string | null) => {
    try {
      const sent = await client.query(progressQuery(id));
      const details = outcome === null ? undefined : await client.query(detailsQuery(id, false, sent.total));
      const people = details?.filter((detail) => detail.outcome === outcome).map(({ username }) => username);
      take(sent, people && [...new Set(people)]);
      setFailure(undefined);
    } catch (error) {
      setFailure(messageOf(error));
    }
    changeAddress({ [againParam]: undefined, [againOfParam]: undefined }, { replace: true });
  });
  useEffect(() => {
    if (id !== undefined) void bring(id, outcome);
  }, [id, outcome]);
  return failure;
}
