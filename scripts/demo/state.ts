import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What the demo keeps between its starts: how to sign in, its token, and where it runs while it does. */
export interface DemoState {
  password: string;
  token: string;
  running?: { pid: number; url: string; labs: number };
}

const folder = path.resolve(process.env["DATA_DIR"] ?? ".data", "demo");
const file = path.join(folder, "demo.json");

/** The demo's own data folder. */
export const demoFolder = path.join(folder, "database");

/** Reads the state, or makes it at the first start. */
export function readState(): DemoState {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DemoState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const state = freshState();
    writeState(state);
    return state;
  }
}

/** Credentials that nobody else has. */
export function freshState(): DemoState {
  return { password: randomBytes(9).toString("base64url"), token: `blf_${randomBytes(32).toString("base64url")}` };
}

export function writeState(state: DemoState): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(state, null, 2), { mode: 0o600 });
}

/** Forgets a demo that no longer runs. */
export function forgetRunning(): void {
  const { running: _, ...kept } = readState();
  writeState(kept);
}

export function removeFolder(name: string): void {
  rmSync(name, { recursive: true, force: true });
}
