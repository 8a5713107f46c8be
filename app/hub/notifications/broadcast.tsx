"use client";

import type { BroadcastActions } from "#components/broadcast/broadcast-actions.ts";
import { BroadcastPage } from "#components/broadcast/broadcast-page.tsx";
import { Seeded, type SeededProps } from "#components/http/seeded.tsx";
import {
  beginSeries,
  cancelBroadcast,
  clearHistory,
  editBroadcast,
  endSeries,
  keepMessage,
  noteUse,
  removeMessage,
  retryBroadcast,
  sendBroadcast,
} from "./actions.ts";

const actions: BroadcastActions = {
  send: sendBroadcast,
  startSeries: beginSeries,
  cancelSeries: endSeries,
  edit: editBroadcast,
  cancel: cancelBroadcast,
  retry: retryBroadcast,
  clearSent: clearHistory,
  saveMessage: keepMessage,
  takeUpSaved: noteUse,
  removeSaved: removeMessage,
};

/** The broadcast page with what it can ask the server to do, which the browser's script knows: pages need not tell it each time. */
export function Broadcast({ person, seeds, fetchedAt }: { person: string } & Omit<SeededProps, "children">) {
  return (
    <Seeded seeds={seeds} fetchedAt={fetchedAt}>
      <BroadcastPage person={person} actions={actions} />
    </Seeded>
  );
}
