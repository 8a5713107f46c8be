import { z } from "zod";
import type { Draft, Kind, Translated } from "../delivery.ts";
import { firstLine, momentOf, present, readAs, someIdentifier, someText, statusOf, webAddress } from "../read-as.ts";

const project = z.object({ name: z.string(), web_url: z.string() });

const pipeline = z.object({
  object_attributes: z.object({
    id: someIdentifier,
    iid: someIdentifier.nullish(),
    ref: z.string(),
    status: z.string(),
    name: someText,
    url: someText,
    finished_at: someText,
  }),
  project,
  commit: z.object({ title: someText, message: someText }).nullish(),
});

const job = z.object({
  ref: z.string(),
  build_id: someIdentifier,
  build_name: z.string(),
  build_stage: someText,
  build_status: z.string(),
  build_finished_at: someText,
  pipeline_id: someIdentifier,
  project: project.nullish(),
  repository: z.object({ name: z.string(), homepage: z.string() }),
});

const release = z.object({
  id: someIdentifier,
  action: z.string(),
  tag: z.string(),
  name: someText,
  url: someText,
  project,
});

/** What a pipeline or a job is by its status; every other one is on the way to one of these. */
const phases: Record<string, "scheduled" | "started" | "finished"> = {
  pending: "scheduled",
  running: "started",
  success: "finished",
  failed: "finished",
  canceled: "finished",
};

interface Work {
  package: string;
  groupId: string;
  jobId: string;
  version: string;
  release: string;
  repository: string;
  status: string;
  message: string | undefined;
  url: string | undefined;
  atMs: number | undefined;
}

function ofWork(what: string, work: Work): Translated {
  const phase = Object.hasOwn(phases, work.status) ? phases[work.status] : undefined;
  if (!phase) return { ignored: `A ${what} that is ${work.status} is nothing to tell.` };
  const { version, release, message, url } = work;
  const data = {
    package: work.package,
    group_id: work.groupId,
    job_id: work.jobId,
    source: `vcs:${work.repository}`,
    message,
    url,
    ...(phase !== "scheduled" && { status: statusOf(work.status, ["failed"]) }),
    ...(phase === "finished" && { version, release }),
  };
  const draft: Draft = { type: `job-${phase}`, data: present(data), timestamp: work.atMs };
  return { drafts: [draft] };
}

function ofPipeline(json: unknown): Translated {
  const { object_attributes: run, project, commit } = readAs(pipeline, json);
  return ofWork("pipeline", {
    package: project.name,
    groupId: run.id,
    jobId: run.id,
    version: run.ref,
    release: run.iid ?? run.id,
    repository: project.web_url,
    status: run.status,
    message: firstLine(run.name ?? commit?.title ?? commit?.message),
    url: webAddress(run.url) ?? webAddress(`${project.web_url}/-/pipelines/${run.id}`),
    atMs: momentOf(run.finished_at),
  });
}

function ofJob(json: unknown): Translated {
  const run = readAs(job, json);
  const home = run.project?.web_url ?? run.repository.homepage;
  return ofWork("job", {
    package: run.project?.name ?? run.repository.name,
    groupId: run.pipeline_id,
    jobId: run.build_id,
    version: run.ref,
    release: run.build_id,
    repository: home,
    status: run.build_status,
    message: [run.build_stage, run.build_name].filter(Boolean).join(": "),
    url: webAddress(`${home}/-/jobs/${run.build_id}`),
    atMs: momentOf(run.build_finished_at),
  });
}

function ofRelease(json: unknown): Translated {
  const made = readAs(release, json);
  const types: Record<string, string> = { create: "package-uploaded", delete: "package-demoted" };
  const type = Object.hasOwn(types, made.action) ? types[made.action] : undefined;
  if (!type) return { ignored: `A release's ${made.action} is nothing to tell.` };
  const data = {
    package: made.project.name,
    version: made.tag,
    release: made.id,
    channel: "release",
    source: `vcs:${made.project.web_url}`,
    message: firstLine(made.name),
    url: webAddress(made.url),
  };
  return { drafts: [{ type, data: present(data) }] };
}

const events: Record<string, (json: unknown) => Translated> = {
  "Pipeline Hook": ofPipeline,
  "Job Hook": ofJob,
  "Release Hook": ofRelease,
};

/** GitLab's webhooks. @see https://docs.gitlab.com/user/project/integrations/webhook_events/ */
export const gitlab: Kind = {
  proof: "gitlab-token",
  idOf: ({ header }) => header("idempotency-key") ?? header("x-gitlab-event-uuid"),
  eventOf: ({ header }) => header("x-gitlab-event"),
  translate({ header, json }) {
    const event = header("x-gitlab-event") ?? "";
    const read = Object.hasOwn(events, event) ? events[event] : undefined;
    if (!read)
      return {
        ignored: event ? `The event ${event.slice(0, 100)} is nothing to tell.` : "X-Gitlab-Event names no event.",
      };
    return read(json);
  },
};
