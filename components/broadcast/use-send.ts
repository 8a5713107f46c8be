"use client";

import { useCallback, useRef, useState } from "react";
import type { BroadcastRequest } from "#lib/broadcast/schema.ts";
import { createSendKey } from "./send-key.ts";

/** What the server says to a broadcast that was to be sent: its number, or why not. */
export type SendResult = { id: number } | { refused: string; title?: string };

/** Sends on the server; handed in by the page. */
export type SendBroadcast = (request: BroadcastRequest, key: string) => Promise<SendResult>;

export interface Sending {
  send: (request: BroadcastRequest) => Promise<number | undefined>;
  pending: boolean;
  /** Why the last try did not work; gone with the next one. */
  failure: SendFailure | undefined;
  forget: () => void;
}

/** Why a try did not work. */
export interface SendFailure {
  title: string;
  message: string;
}

const lost: SendFailure = {
  title: "No answer came from Belfry",
  message: "Send it again. If it went out already, nobody gets it twice.",
};

/** Sends one broadcast at a time, whatever is pressed how often. */
export function useSend(sendBroadcast: SendBroadcast): Sending {
  const [key] = useState(() => createSendKey());
  const inFlight = useRef(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<SendFailure>();

  const send = async (request: BroadcastRequest) => {
    if (inFlight.current) return undefined;
    inFlight.current = true;
    setPending(true);
    setFailure(undefined);
    try {
      const result = await sendBroadcast(request, key.for(request));
      if ("id" in result) {
        key.spend();
        return result.id;
      }
      setFailure({ title: result.title ?? "Nothing was sent", message: result.refused });
    } catch {
      // The request or its answer was lost on the way; whether it was carried out can't be known from here.
      setFailure(lost);
    } finally {
      inFlight.current = false;
      setPending(false);
    }
    return undefined;
  };

  const forget = useCallback(() => setFailure(undefined), []);
  return { send, pending, failure, forget };
}
