import { isNull } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";

/** Whether a broadcast is one that admins see: a toast in somebody's own labs is none. */
export const isSeen = isNull(broadcast.outletId);
