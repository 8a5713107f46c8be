import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startServer } from "#scripts/demo/server.ts";
import { test as base } from "./fixtures.ts";

export const admin = { username: "admin", password: "ring the bell" };
const token = `blf_${"o".repeat(43)}`;

export const newFolder = () => mkdtempSync(path.join(tmpdir(), "belfry-own-"));

/**
 * A server that can be stopped and started again where it was.
 * @param more settings beside the usual ones
 * @param dataDir deleted at the end
 */
export async function startOwn(more: Record<string, string>, dataDir = newFolder()) {
  const settings: Record<string, string> = {
    DATABASE_URL: "",
    DATA_DIR: dataDir,
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    ADMIN_TOKEN: token,
    ...more,
  };
  let server = await startServer({ settings });
  const url = server.url + (settings["BASE_PATH"] ?? "");
  const halt = () => server.stop();
  return {
    url,
    dataDir,
    /** Asks as the admin's token. */
    api: (method: string, address: string, body?: unknown) =>
      fetch(url + address, {
        method,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    halt,
    /** @param changed settings from now on */
    async resume(changed: Record<string, string> = {}) {
      Object.assign(settings, changed);
      server = await startServer({ port: Number(new URL(url).port), settings });
    },
    async end() {
      await halt();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Tests, each of which has what `start` gives to itself. */
export const testWith = <T extends { end: () => Promise<void> }>(start: () => Promise<T>) =>
  base.extend<{ own: T }>({
    own: [
      // Playwright wants a pattern here.
      async ({}, use) => {
        const own = await start();
        await use(own);
        await own.end();
      },
      { timeout: 120_000 },
    ],
  });
