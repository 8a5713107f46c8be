/**
 * After an install of this checkout: what the packages bring of source maps goes, a fifth of all. Nothing here reads them: they
 * lead from code that is not ours to sources that most don't bring. Plain JavaScript, as `bring.mjs` is.
 */
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A package may be a link to a folder of somebody's; links are not followed. */
function leaveMaps(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) leaveMaps(place);
    else if (entry.isFile() && entry.name.endsWith(".map")) rmSync(place, { force: true });
  }
}

try {
  leaveMaps(fileURLToPath(new URL("../../node_modules", import.meta.url)));
} catch (error) {
  // Without packages there is nothing to leave out; what can't be deleted only takes room.
  if (!["ENOENT", "EACCES", "EPERM", "EROFS"].includes(error.code)) throw error;
}
