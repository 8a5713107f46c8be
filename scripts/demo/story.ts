import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "#scripts/client/api.ts";

/** Something that is published, `afterMs` after the story began. */
interface Step {
  afterMs: number;
  body: { type: string; origin: string; data: Record<string, unknown> };
}

const second = 1000;

/** Of a person's own package, which is built with zlib. */
const ghost = { origin: "cnunciato", name: "ghost", version: "6.1.0", release: "20261119120000" };

/**
 * A package of the origin `core` whose build fails, is fixed and is promoted, within a minute.
 * @param at when it happens: versions and numbers of builds are made of it, so that a second telling is another build
 */
export function storyOfABuild(at: Date): Step[] {
  const release = at.toISOString().replace(/\D/g, "").slice(0, 14);
  const group = Number(release.slice(-6));
  const broken = { package: "zlib", group_id: String(group), job_id: String(group * 10) };
  const repaired = { package: "zlib", group_id: String(group + 1), job_id: String((group + 1) * 10) };
  const built = { version: "1.3.2", release };
  const bump = { source: "vcs:github", message: "Bump zlib to 1.3.2" };
  const fix = { source: "vcs:github", message: "Link with -z now on aarch64 as well" };
  const promoted = { package: "zlib", ...built };
  const core = (afterS: number, type: string, data: Record<string, unknown>): Step => ({
    afterMs: afterS * second,
    body: { type, origin: "core", data },
  });
  return [
    core(4, "job-scheduled", { ...broken, source: "user:cnunciato", message: bump.message }),
    core(8, "job-started", { ...broken, ...bump, status: "Processing" }),
    core(18, "job-finished", { ...broken, ...bump, ...built, status: "Failed" }),
    core(28, "job-started", { ...repaired, ...fix, status: "Processing" }),
    core(38, "job-finished", { ...repaired, ...fix, ...built, status: "Complete" }),
    core(40, "package-promoted", { ...promoted, source: "bldr", channel: "unstable" }),
    core(50, "package-promoted", {
      ...{ ...promoted, source: "user:cnunciato", channel: "stable", message: "Fixed and tried on aarch64" },
    }),
    core(52, "dep-promoted", { ...promoted, channel: "stable", dependent: ghost }),
  ];
}

/** What goes to every lab while it is told. */
export const storyMessage = {
  message: "Storage is read-only from 18:00 to 18:20. Save your work.",
  variant: "warning",
};

/**
 * Tells the story: a broadcast at once, then the build, each event at its time. Ends early, in silence, with the signal.
 * @throws Error with what Belfry answered when it refuses something
 */
export async function tellStory(api: Api, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  await post(api, "/hub/api/notifications/broadcast", storyMessage, { Prefer: "respond-async" });
  for (const { afterMs, body } of storyOfABuild(new Date())) {
    await sleep(Math.max(0, began + afterMs - performance.now()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await post(api, "/notifications", body);
  }
}

async function post(api: Api, path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const answer = await api({ method: "POST", path, body, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${path} was answered ${answer.status}: ${text}`);
}
