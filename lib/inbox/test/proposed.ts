const at = { timestamp: 1_512_687_331_658, origin: "core" };
const release = { package: "node", version: "1.2.3", release: "2017010100000000" };
const job = { package: "node", group_id: "12345", job_id: "67890" };
const commit = "This is the first line of the commit message";

/** The eight example bodies of the proposal for Habitat Builder's notifications (C. Nunciato, 2017), with the id it gives all of them. */
export const proposedBodies = [
  {
    ...at,
    type: "job-started",
    category: "info",
    data: { ...job, status: "Processing", source: "vcs:github", message: commit },
  },
  {
    ...at,
    type: "job-finished",
    category: "error",
    data: { ...release, ...job, status: "Failed", source: "vcs:github", message: commit },
  },
  { ...at, type: "package-promoted", category: "info", data: { ...release, source: "bldr", channel: "unstable" } },
  {
    ...at,
    type: "package-promoted",
    category: "info",
    data: { ...release, channel: "stable", source: "user:cnunciato", message: "Releasing! Yay!" },
  },
  {
    ...at,
    type: "package-demoted",
    category: "warning",
    data: {
      ...release,
      channel: "stable",
      source: "user:cnunciato",
      message: "Some stuff happened, so we had to demote.",
    },
  },
  {
    ...at,
    type: "job-scheduled",
    category: "info",
    data: { ...job, source: "user:cnunciato", message: "Do we feel like a message might be useful here, too?" },
  },
  {
    ...at,
    type: "package-uploaded",
    category: "info",
    data: { ...release, channel: "unstable", source: "user:cnunciato" },
  },
  {
    ...at,
    type: "dep-promoted",
    category: "info",
    data: {
      ...release,
      channel: "stable",
      dependent: { origin: "cnunciato", name: "ghost", version: "1.2.3", release: "2017010100000000" },
    },
  },
].map((body) => ({ id: 1_234_567_890, ...body }));
