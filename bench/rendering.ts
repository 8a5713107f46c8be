import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { State } from "./browser.ts";
import { cpuTimeMs } from "./cpu-time.ts";
import { median } from "./medians.ts";

/** A page that a server draws for somebody who is signed in. */
export interface Drawn {
  key: string;
  url: string;
  /** Of the server. */
  pid: number;
  storageState: State;
}

/**
 * Processor time that servers draw pages in, their databases left out, and that of one answer of a bare `node:http`
 * server: in turns.
 * @returns medians, ms
 */
export async function renderingOf(
  pages: readonly Drawn[],
  { draws, rounds }: { draws: number; rounds: number },
): Promise<{ bare: number; ms: Map<string, number> }> {
  const child = fork(path.join(import.meta.dirname, "bare-server.ts"));
  try {
    const [port] = (await once(child, "message")) as [number];
    const bare = { key: "bare", url: `http://127.0.0.1:${port}`, pid: child.pid ?? NaN, storageState: undefined };
    const took = new Map<string, number[]>();
    for (let round = -1; round < rounds; round++)
      for (const { key, url, pid, storageState } of [bare, ...pages]) {
        const times = storageState ? draws : draws * 10;
        const cookie = storageState?.cookies.map(({ name, value }) => `${name}=${value}`).join("; ") ?? "";
        const before = cpuTimeMs([pid], { children: false });
        for (let nth = 0; nth < times; nth++) {
          const answer = await fetch(url, { headers: { cookie, accept: "text/html" }, redirect: "error" });
          await answer.arrayBuffer();
          if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
        }
        // The first is not counted.
        if (round >= 0)
          took.set(key, [...(took.get(key) ?? []), (cpuTimeMs([pid], { children: false }) - before) / times]);
      }
    const ms = new Map([...took].map(([key, all]) => [key, median(all)]));
    return { bare: ms.get("bare") ?? NaN, ms };
  } finally {
    child.kill();
  }
}
