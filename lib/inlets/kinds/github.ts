import { z } from "zod";
import type { Draft, Kind, Translated } from "../delivery.ts";
import { firstLine, momentOf, present, readAs, someIdentifier, someText, statusOf, webAddress } from "../read-as.ts";

const failures = ["failure", "timed_out", "startup_failure", "error"];

const repository = z.object({ name: z.string(), html_url: z.string() });
const common = z.object({
  action: z.string().optional(),
  repository,
  sender: z.object({ login: z.string() }).optional(),
});

const workflowRun = common.extend({
  workflow_run: z.object({
    id: someIdentifier,
    run_number: someIdentifier,
    name: someText,
    display_title: someText,
    head_branch: someText,
    head_sha: z.string(),
    status: z.string(),
    conclusion: someText,
    html_url: z.string(),
    updated_at: z.string(),
  }),
});

const checkRun = common.extend({
  check_run: z.object({
    id: someIdentifier,
    name: z.string(),
    head_sha: z.string(),
    status: z.string(),
    conclusion: someText,
    html_url: someText,
    details_url: someText,
    completed_at: someText,
    output: z.object({ title: someText }).nullish(),
    check_suite: z.object({ head_branch: someText }).nullish(),
  }),
});

const deploymentStatus = common.extend({
  deployment_status: z.object({
    state: z.string(),
    description: someText,
    environment: someText,
    target_url: someText,
    log_url: someText,
    created_at: z.string(),
  }),
  deployment: z.object({ id: someIdentifier, ref: z.string() }),
});

const release = common.extend({
  release: z.object({
    id: someIdentifier,
    tag_name: z.string(),
    name: someText,
    prerelease: z.boolean(),
    html_url: z.string(),
  }),
});

const registryPackage = common.extend({
  repository: repository.nullish(),
  package: z.object({
    name: z.string(),
    package_type: z.string(),
    html_url: someText,
    package_version: z.object({ id: someIdentifier, version: z.string(), html_url: someText }),
  }),
});

/** What all of a job's notifications say of it. */
interface Job {
  package: string;
  id: string;
  version: string;
  release: string;
  repository: string;
  message: string | undefined;
  url: string | undefined;
  atMs: number | undefined;
}

const scheduled = (job: Job): Translated => ({ drafts: [draftOf("job-scheduled", job)] });
const started = (job: Job, word: string): Translated => ({
  drafts: [draftOf("job-started", job, { status: statusOf(word, failures) })],
});
const finished = (job: Job, word: string): Translated => {
  const { version, release } = job;
  return { drafts: [draftOf("job-finished", job, { version, release, status: statusOf(word, failures) })] };
};

function draftOf(type: string, job: Job, more: Record<string, string> = {}): Draft {
  const { id, repository, message, url, atMs } = job;
  const data = { package: job.package, group_id: id, job_id: id, source: `vcs:${repository}`, message, url, ...more };
  return { type, data: present(data), timestamp: atMs };
}

function ofWorkflowRun(json: unknown): Translated {
  const { action, repository, workflow_run: run } = readAs(workflowRun, json);
  const job: Job = {
    package: repository.name,
    id: run.id,
    version: run.head_branch ?? run.head_sha.slice(0, 7),
    release: run.run_number,
    repository: repository.html_url,
    message: firstLine(run.display_title ?? run.name),
    url: webAddress(run.html_url),
    atMs: momentOf(run.updated_at),
  };
  if (action === "requested") return scheduled(job);
  if (action === "in_progress") return started(job, run.status);
  if (action === "completed") return finished(job, run.conclusion ?? run.status);
  return { ignored: `A workflow run's ${action ?? "action"} is nothing to tell.` };
}

function ofCheckRun(json: unknown): Translated {
  const { action, repository, check_run: run } = readAs(checkRun, json);
  const job: Job = {
    package: repository.name,
    id: run.id,
    version: run.check_suite?.head_branch ?? run.head_sha.slice(0, 7),
    release: run.id,
    repository: repository.html_url,
    message: firstLine(run.output?.title ?? run.name),
    url: webAddress(run.html_url ?? run.details_url),
    atMs: momentOf(run.completed_at),
  };
  if (action === "rerequested") return scheduled(job);
  if (action !== "created" && action !== "completed")
    return { ignored: `A check run's ${action ?? "action"} is nothing to tell.` };
  if (run.status === "completed") return finished(job, run.conclusion ?? run.status);
  return run.status === "in_progress" ? started(job, run.status) : scheduled(job);
}

function ofDeploymentStatus(json: unknown): Translated {
  const { repository, deployment_status: status, deployment } = readAs(deploymentStatus, json);
  const job: Job = {
    package: repository.name,
    id: deployment.id,
    version: deployment.ref,
    release: deployment.id,
    repository: repository.html_url,
    message: firstLine(status.description ?? (status.environment && `Deployment to ${status.environment}`)),
    url: webAddress(status.log_url ?? status.target_url) ?? webAddress(repository.html_url),
    atMs: momentOf(status.created_at),
  };
  if (["queued", "pending", "waiting"].includes(status.state)) return scheduled(job);
  if (status.state === "in_progress") return started(job, status.state);
  if (status.state === "inactive")
    return { ignored: "A deployment that another one took the place of is nothing to tell." };
  return finished(job, status.state);
}

function ofRelease(json: unknown): Translated {
  const { action = "", repository, sender, release: made } = readAs(release, json);
  const data = {
    package: repository.name,
    version: made.tag_name,
    release: made.id,
    channel: made.prerelease ? "prerelease" : "release",
    source: `vcs:${repository.html_url}`,
    message: firstLine(made.name),
    url: webAddress(made.html_url),
  };
  const draft = (type: string, more: object = {}): Translated => ({
    drafts: [{ type, data: present({ ...data, ...more }) }],
  });
  if (action === "published") return draft("package-uploaded");
  // A promotion names who did it.
  if (action === "released") return draft("package-promoted", { source: sender ? `user:${sender.login}` : "bldr" });
  if (action === "unpublished" || action === "deleted") return draft("package-demoted");
  return { ignored: `A release that is ${action} is nothing to tell.` };
}

/** `registry_package`, and `package`, as it was called before. */
function ofPackage(json: unknown): Translated {
  const given = typeof json === "object" && json !== null && "registry_package" in json ? json : undefined;
  const { repository, package: made } = readAs(
    registryPackage,
    given ? { ...given, package: given.registry_package } : json,
  );
  const { package_version: version } = made;
  const url = webAddress(version.html_url ?? made.html_url);
  const data = {
    package: made.name,
    version: version.version,
    release: version.id,
    channel: made.package_type.toLowerCase(),
    source: `vcs:${repository?.html_url ?? url ?? "https://github.com"}`,
    url,
  };
  return { drafts: [{ type: "package-uploaded", data: present(data) }] };
}

const events: Record<string, (json: unknown) => Translated> = {
  workflow_run: ofWorkflowRun,
  check_run: ofCheckRun,
  deployment_status: ofDeploymentStatus,
  release: ofRelease,
  registry_package: ofPackage,
  package: ofPackage,
  ping: () => ({ ignored: "GitHub's ping: the hook is set up." }),
};

/** GitHub's webhooks. @see https://docs.github.com/en/webhooks/webhook-events-and-payloads */
export const github: Kind = {
  proof: "signature",
  idOf: ({ header }) => header("x-github-delivery"),
  eventOf: ({ header, json }) => [header("x-github-event"), actionOf(json)].filter(Boolean).join(" "),
  translate({ header, json }) {
    const event = header("x-github-event") ?? "";
    const read = Object.hasOwn(events, event) ? events[event] : undefined;
    if (!read)
      return {
        ignored: event ? `The event ${event.slice(0, 100)} is nothing to tell.` : "X-GitHub-Event names no event.",
      };
    return read(json);
  },
};

const actionOf = (json: unknown) =>
  typeof json === "object" && json !== null && "action" in json && typeof json.action === "string"
    ? json.action
    : undefined;
