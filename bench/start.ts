/**
 * How long the built application takes from its start until it is ready, on its own Postgres with a folder that exists,
 * and what its process then holds in memory.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServer, type DemoServer } from "#scripts/demo/server.ts";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { median } from "./medians.ts";

const admin = { username: "admin", password: "ring the bell", token: `blf_${randomBytes(32).toString("base64url")}` };

/**
 * @returns `start/ready-s`: seconds from the start of the process until `/readyz` says 200; `start/idle-mb`: what it holds
 *   then, 10^6 bytes; `start/used-mb`: after people and programs have used it for a while
 */
export async function benchStart({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const folder = path.join(tmpdir(), `belfry-start-${process.pid}`);
  const settings = {
    ...{ DATABASE_URL: "", DATA_DIR: folder, ADMIN_TOKEN: admin.token },
    ...{ ADMIN_USERNAME: admin.username, ADMIN_PASSWORD: admin.password },
  };
  const [took, idle, used]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < (quick ? 2 : 6); round++) {
      const began = performance.now();
      const server = await startServer({ settings });
      const tookS = (performance.now() - began) / 1000;
      const residentMb = resident(server);
      if (round === 1) {
        await use(server.url, quick ? 5 : 50);
        used.push(resident(server));
      }
      await server.stop();
      // The first one makes the folder.
      if (round === 0) continue;
      took.push(tookS);
      idle.push(residentMb);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { "start/ready-s": median(took), "start/idle-mb": median(idle), "start/used-mb": median(used) };
}

/** Pages are opened, and programs publish and poll. */
async function use(url: string, rounds: number): Promise<void> {
  const { cookie } = await signInAsProgram(url, admin);
  const headers = { Authorization: `Bearer ${admin.token}`, "Content-Type": "application/json" };
  const ask = async (address: string, init: RequestInit) => {
    const answer = await fetch(url + address, init);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`);
  };
  await ask("/api/origins/bench", { method: "PUT", headers });
  await ask("/api/origins/bench/members/admin", { method: "PUT", headers });
  for (let round = 0; round < rounds; round++) {
    for (const page of ["/", "/hub/notifications", "/settings", "/admin/origins"])
      await ask(page, { headers: { Cookie: cookie } });
    const body = JSON.stringify({ type: "note", origin: "bench", data: { message: `Round ${round}` } });
    await ask("/notifications", { method: "POST", headers, body });
    for (let poll = 0; poll < 5; poll++) await ask("/notifications", { headers });
  }
}

/** What its process holds in memory, 10^6 bytes; its Postgres is none of it. */
function resident({ pid }: DemoServer): number {
  return (Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024) / 1e6;
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchStart({ quick: process.argv.includes("--quick") }))}\n`);
