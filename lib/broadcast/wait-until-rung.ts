import { eq } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import type { Bus } from "#lib/bus/bus.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";

/** Should an announcement be lost, this is how long it takes to see the end all the same. */
const lookEveryMs = 1000;

/**
 * Waits until the labs that run now have been rung, or the signal aborts; the broadcast goes on either way.
 * @returns whether they have been
 */
export async function waitUntilRung(
  { db, bus }: Pick<Ctx, "db"> & { bus: Bus },
  id: number,
  signal: AbortSignal,
): Promise<boolean> {
  const rung = async () => {
    const [row] = await db.select({ state: broadcast.state }).from(broadcast).where(eq(broadcast.id, id));
    return row?.state !== "running" && row?.state !== "scheduled";
  };
  let wake = () => undefined as void;
  const end = bus.subscribe(broadcastTopic(id), () => wake());
  signal.addEventListener("abort", () => wake(), { once: true });
  try {
    for (;;) {
      // Made before the look, so that an announcement between the two is not missed.
      const told = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (await rung()) return true;
      if (signal.aborted) return false;
      const timer = setTimeout(() => wake(), lookEveryMs);
      await told;
      clearTimeout(timer);
    }
  } finally {
    end();
  }
}
