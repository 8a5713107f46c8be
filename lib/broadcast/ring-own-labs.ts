import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { broadcast } from "#db/schema/index.ts";
import { announce } from "#lib/bus/bus.ts";
import { workTopic } from "#lib/bus/topics.ts";
import type { Variant } from "./message.ts";

/** How long a toast stands that asks for nothing. */
const briefMs = 10_000;

/** A toast for one person's own labs. */
export interface OwnToast {
  outletId: number;
  /** On the hub. */
  username: string;
  /** As a broadcast's. */
  message: string;
  variant: Extract<Variant, "info" | "success" | "warning" | "error">;
}

/**
 * Rings the labs that one person has running now: a broadcast like any other from here on, with its tokens, leases and outcomes, which no
 * admin sees, since it says what is in that person's inbox. On the transaction that moves the outlet's cursor, so that it is there exactly once.
 */
export async function ringOwnLabs(tx: Db, { outletId, username, message, variant }: OwnToast): Promise<void> {
  await tx.insert(broadcast).values({
    outletId,
    message,
    variant,
    autoCloseMs: variant === "error" || variant === "warning" ? null : briefMs,
    immediate: true,
    recipients: [username],
    // The hub need not be asked whom that stands for.
    recipientsUnknown: [],
    state: "running",
    sender: username,
    startedAt: sql`now()`,
  });
  await announce(tx, workTopic);
}
