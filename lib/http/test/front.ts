import type { Server } from "node:http";
import { pino } from "pino";
import { parseEnv } from "#lib/env.ts";
import { PerMinute } from "#lib/limits/per-minute.ts";
import { standBefore } from "../stand-before.ts";

/** The front of a server behind which nothing else of ours is: it knows nobody, and lets everybody come as often as they like. */
export function frontAlone(server: Server, settings: Record<string, string> = {}): void {
  const endless = () => new PerMinute(Number.MAX_SAFE_INTEGER, "Too often.");
  standBefore(server, {
    env: parseEnv({ NODE_ENV: "test", ...settings }),
    log: pino({ level: "silent" }),
    authSecret: "nobody is signed in by this",
    visits: { strangers: endless(), people: endless() },
  });
}
