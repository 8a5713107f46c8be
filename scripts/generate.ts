/**
 * `npm run db:generate -- --name what-for`: writes the migration from the last one to what `db/schema` says now. drizzle-kit, which
 * nothing else needs, is kept in the user's cache, with a drizzle-orm that it finds beside itself.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { run } from "./demo/build.ts";
import { keptFolder } from "./python/kept-folder.ts";

const pins = ["package.json", "package-lock.json"].map((name) => path.join(import.meta.dirname, "generate", name));

const kit = await keptFolder({
  name: "drizzle-kit",
  pins: pins.map((file) => readFileSync(file, "utf8")).join(),
  make: async (folder) => {
    mkdirSync(folder, { recursive: true });
    for (const file of pins) copyFileSync(file, path.join(folder, path.basename(file)));
    const inFolder = ["--prefix", folder, "ci", "--no-audit", "--no-fund"];
    const { npm_execpath: npm } = process.env;
    await (npm ? run(process.execPath, [npm, ...inFolder]) : run("npm", inFolder));
  },
  find: (folder) => [path.join(folder, "node_modules/drizzle-kit/bin.cjs")].find(existsSync),
});
await run(process.execPath, [kit, "generate", ...process.argv.slice(2)]);
