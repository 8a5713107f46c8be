import type { Notification } from "#lib/inbox/schema.ts";

/** The events of a stream and what they carry. */
export interface Events {
  notification: Notification;
  read: { origin?: string | undefined; id?: number | undefined };
  cleared: { origin?: string | undefined; id?: number | undefined };
  broadcast: { id: number; state: string; total: number; successful: number; failed: number };
  /** Too much, or something that can't be told in events, has happened: fetch the lists again. */
  reset: Record<string, never>;
}

/** An event as it goes over the wire, but for its `id`: that differs from stream to stream, this is encoded once. */
export function encodeEvent<E extends keyof Events>(event: E, data: Events[E]): string {
  return encodeText(event, JSON.stringify(data));
}

/** The same where its data is written as JSON already. */
export const encodeText = (event: keyof Events, data: string): string => `event: ${event}\ndata: ${data}\n\n`;

/** The hub that goes before an event, or, with a blank hub after it, moves the position alone. */
export const idLine = (id: string) => `id: ${id}\n`;

export const resetEvent = encodeEvent("reset", {});

/** Text as streams send it: by itself, and framed as one chunk of an answer in chunks (RFC 9112, 7.1). */
export interface Chunk {
  plain: Uint8Array;
  framed: Uint8Array;
}

export function encode(text: string): Chunk {
  const head = `${Buffer.byteLength(text).toString(16)}\r\n`;
  const framed = Buffer.from(`${head}${text}\r\n`);
  return { plain: framed.subarray(head.length, -2), framed };
}
