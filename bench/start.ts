/** How long the built application takes from its start until it is ready, on its own Postgres with a folder that exists. */
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServer } from "#scripts/demo/server.ts";
import { median } from "./medians.ts";

/** @returns `start/ready-s`: seconds from the start of the process until `/readyz` says 200 */
export async function benchStart({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const folder = path.join(tmpdir(), `belfry-start-${process.pid}`);
  const settings = { DATABASE_URL: "", DATA_DIR: folder, ADMIN_USERNAME: "admin", ADMIN_PASSWORD: "ring the bell" };
  const took: number[] = [];
  try {
    for (let round = 0; round < (quick ? 2 : 6); round++) {
      const began = performance.now();
      const server = await startServer({ settings });
      // The first one makes the folder.
      if (round > 0) took.push((performance.now() - began) / 1000);
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { "start/ready-s": median(took) };
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchStart({ quick: process.argv.includes("--quick") }))}\n`);
