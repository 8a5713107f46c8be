/** The image's health check: exits 0 when the application in this container answers. */
import process from "node:process";
import { basePath } from "#lib/env.ts";

const { PORT = "3000" } = process.env;

const answered = await fetch(`http://127.0.0.1:${PORT}${basePath}/healthz`, {
  signal: AbortSignal.timeout(2500),
}).catch(() => undefined);
process.exit(answered?.ok ? 0 : 1);
