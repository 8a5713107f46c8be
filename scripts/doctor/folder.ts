import { mkdtempSync, rmdirSync } from "node:fs";
import path from "node:path";
import { dataFolder } from "#db/embedded/folder.ts";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { ok, wordsOf, wrong, type Finding } from "#lib/doctor/check.ts";
import type { Env } from "#lib/env.ts";

/** Where the data goes, if it can be written there. */
export function lookAtFolder({ DATA_DIR }: Env): { finding: Finding; place?: string } {
  try {
    const place = dataFolder(DATA_DIR, unprivileged());
    rmdirSync(mkdtempSync(path.join(place, "doctor-")));
    const instead =
      place === path.resolve(DATA_DIR) ? "" : `, since the account that runs Postgres can't reach ${DATA_DIR}`;
    return { finding: ok(`${place} can be written to${instead}`), place };
  } catch (error) {
    return {
      finding: wrong(
        `DATA_DIR can't be written to: ${wordsOf(error)}`,
        "Give the folder to the account that Belfry runs as (install -d -o belfry -m 0700 FOLDER), or set DATA_DIR to another.",
      ),
    };
  }
}
