import { existsSync } from "node:fs";
import path from "node:path";
import { ok, wrong, type Finding } from "#lib/doctor/check.ts";

/** Whether there are pages to serve. */
export function lookAtBuild(app: string): Finding {
  return existsSync(path.join(app, ".next/BUILD_ID"))
    ? ok("the pages are built")
    : wrong("there is no build yet", "Run: npm run build");
}
