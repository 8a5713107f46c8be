import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mounted } from "./mounted.ts";
import { packWell } from "./pack.ts";

/** What becomes smaller; pictures and fonts are packed by their own ways. */
const packable = /\.(?:js|css|svg)$/;

/** Puts beside each of a build's static files a packed one. In it the application is mounted at a host's root, as most are. */
export async function packFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => packable.test(name));
  await Promise.all(
    files.map(async (name) => {
      const file = path.join(folder, name);
      writeFileSync(`${file}.br`, await packWell(mounted(readFileSync(file, "utf8"), "")));
    }),
  );
}
