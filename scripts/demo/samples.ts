/** Sample notifications for the demo: every type, as a build service would publish them. */
const node = { package: "node", version: "24.21.0", release: "20261120093015" };
const zlib = { package: "zlib", version: "1.3.1", release: "20261121160402" };
const ghost = { package: "ghost", version: "6.1.0", release: "20261119120000" };

const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;

/** Bodies for `POST /notifications`, oldest first. */
export function samples(): object[] {
  return [
    {
      type: "package-uploaded",
      origin: "cnunciato",
      timestamp: minutesAgo(3000),
      data: { ...ghost, channel: "unstable", source: "user:cnunciato" },
    },
    {
      type: "job-scheduled",
      origin: "core",
      timestamp: minutesAgo(190),
      data: {
        package: "node",
        group_id: "5120",
        job_id: "81744",
        source: "user:cnunciato",
        message: "Security release",
      },
    },
    {
      type: "job-started",
      origin: "core",
      timestamp: minutesAgo(188),
      data: {
        package: "node",
        group_id: "5120",
        job_id: "81744",
        status: "Processing",
        source: "vcs:github",
        message: "Bump node to 24.21.0",
      },
    },
    {
      type: "job-finished",
      origin: "core",
      timestamp: minutesAgo(171),
      data: {
        ...node,
        group_id: "5120",
        job_id: "81744",
        status: "Complete",
        source: "vcs:github",
        message: "Bump node to 24.21.0",
      },
    },
    {
      type: "package-promoted",
      origin: "core",
      timestamp: minutesAgo(170),
      data: { ...node, source: "bldr", channel: "unstable" },
    },
    {
      type: "job-started",
      origin: "core",
      timestamp: minutesAgo(96),
      data: {
        package: "zlib",
        group_id: "5123",
        job_id: "81790",
        status: "Processing",
        source: "vcs:github",
        message: "Build zlib with hardening flags",
      },
    },
    {
      type: "job-finished",
      origin: "core",
      timestamp: minutesAgo(91),
      data: {
        ...zlib,
        group_id: "5123",
        job_id: "81790",
        status: "Failed",
        source: "vcs:github",
        message: "Build zlib with hardening flags",
      },
    },
    {
      type: "package-demoted",
      origin: "core",
      timestamp: minutesAgo(60),
      data: { ...zlib, channel: "stable", source: "user:cnunciato", message: "Breaks linking on aarch64" },
    },
    {
      type: "package-promoted",
      origin: "core",
      timestamp: minutesAgo(24),
      data: { ...node, channel: "stable", source: "user:cnunciato", message: "Good after two days in unstable" },
    },
    {
      type: "dep-promoted",
      origin: "core",
      timestamp: minutesAgo(24),
      data: {
        ...node,
        channel: "stable",
        dependent: { origin: "cnunciato", name: "ghost", version: ghost.version, release: ghost.release },
      },
    },
    {
      type: "disk-report",
      origin: "core",
      category: "warning",
      timestamp: minutesAgo(8),
      data: { title: "Artifact store at 82 %", message: "Old releases are removed from Friday on." },
    },
  ];
}

/** Registers the sample origins with the admin as a member, and publishes the samples. */
export async function publishSamples(url: string, token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  };
  for (const origin of ["core", "cnunciato"]) {
    await ask("PUT", `/api/origins/${origin}`);
    await ask("PUT", `/api/origins/${origin}/members/admin`);
  }
  await ask("POST", "/notifications", samples());
}
