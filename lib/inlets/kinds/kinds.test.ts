import examples from "@octokit/webhooks-examples";
import { describe, expect, it } from "vitest";
import { publishInput } from "#lib/inbox/schema.ts";
import type { Draft } from "../delivery.ts";
import { appriseMap, type InletKind } from "../schema.ts";
import * as samples from "../test/samples.ts";
import { kinds } from "./index.ts";

/** What a delivery becomes, which has to be something that can be published. */
function translated(kind: InletKind, json: unknown, headers: Record<string, string> = {}, map: unknown = null) {
  const delivery = { header: (name: string) => headers[name], json };
  const result = kinds[kind].translate(delivery, map);
  if ("ignored" in result) return result;
  const bodies = result.drafts.map((draft) => ({ ...draft, origin: "core" }));
  expect(publishInput.safeParse(JSON.parse(JSON.stringify(bodies))).error?.issues).toBeUndefined();
  return result;
}
function one(...asked: Parameters<typeof translated>): Draft {
  const result = translated(...asked);
  if ("ignored" in result || result.drafts.length !== 1) throw new Error(JSON.stringify(result));
  return result.drafts[0] as Draft;
}
const reasonOf = (...asked: Parameters<typeof translated>) => (translated(...asked) as { ignored: string }).ignored;

describe("github", () => {
  const all = (event: string) => examples.find(({ name }) => name === event)?.examples ?? [];
  const example = (event: string, action: string) => {
    const found = all(event).findLast((each) => "action" in each && each.action === action);
    if (!found) throw new Error(`GitHub has no example of ${event} ${action}`);
    return found;
  };
  const github = (event: string, json: unknown) => one("github", json, { "x-github-event": event });

  it("understands or ignores every example that GitHub's community keeps, of every event", () => {
    const told = examples.flatMap(({ name, examples: each }) =>
      each.map((json) => ({ name, result: translated("github", json, { "x-github-event": name }) })),
    );
    const names = new Set(told.filter(({ result }) => "drafts" in result).map(({ name }) => name));
    expect([...names].sort()).toEqual(["check_run", "deployment_status", "package", "release", "workflow_run"]);
    expect(told.length).toBeGreaterThan(300);
  });

  it("tells a workflow run from its request to its end", () => {
    const data = {
      package: "octo-repo",
      group_id: "2454225543",
      job_id: "2454225543",
      source: "vcs:https://github.com/octo-org/octo-repo",
      message: "ci(action): update actions/setup-node digest to 8c91899",
    };
    const requested = github("workflow_run", example("workflow_run", "requested"));
    expect(requested).toMatchObject({
      type: "job-scheduled",
      data: { package: data.package, source: data.source, message: data.message },
    });
    const whole = example("workflow_run", "completed") as unknown as { workflow_run: Record<string, unknown> };
    const finished = github("workflow_run", whole);
    expect(finished).toMatchObject({
      type: "job-finished",
      data: {
        package: data.package,
        version: whole.workflow_run["head_branch"],
        release: String(whole.workflow_run["run_number"]),
        group_id: String(whole.workflow_run["id"]),
        job_id: String(whole.workflow_run["id"]),
        source: data.source,
        status: "Success",
        message: data.message,
        url: whole.workflow_run["html_url"],
      },
    });
    const failed = { ...whole, workflow_run: { ...whole.workflow_run, conclusion: "failure" } };
    expect(github("workflow_run", failed).data["status"]).toBe("Failed");
    const running = { ...whole, action: "in_progress", workflow_run: { ...whole.workflow_run, status: "in_progress" } };
    expect(github("workflow_run", running)).toMatchObject({ type: "job-started", data: { status: "In_progress" } });
  });

  it("tells checks, deployments, releases and packages", () => {
    expect(github("check_run", example("check_run", "created"))).toMatchObject({ type: "job-scheduled" });
    expect(github("check_run", example("check_run", "completed"))).toMatchObject({
      type: "job-finished",
      data: { status: "Success" },
    });
    expect(github("deployment_status", example("deployment_status", "created"))).toMatchObject({
      type: "job-finished",
      data: { package: "Hello-World", version: "master", status: "Success" },
    });
    expect(github("release", example("release", "published"))).toMatchObject({
      type: "package-uploaded",
      data: { package: "Hello-World", version: "0.0.1", channel: "release" },
    });
    expect(github("release", example("release", "released"))).toMatchObject({
      type: "package-promoted",
      data: { source: "user:Codertocat" },
    });
    expect(github("release", example("release", "deleted"))).toMatchObject({ type: "package-demoted" });
    const published = example("package", "published") as unknown as { package: object };
    const named = { ...published, package: undefined, registry_package: published.package };
    for (const uploaded of [github("package", published), github("registry_package", named)])
      expect(uploaded).toMatchObject({
        type: "package-uploaded",
        data: { package: "hello-world-npm", version: "1.0.0" },
      });
  });

  it("ignores the ping and what is nothing to tell, and refuses what GitHub never sends", () => {
    expect(reasonOf("github", all("ping")[0], { "x-github-event": "ping" })).toContain("set up");
    expect(reasonOf("github", {}, { "x-github-event": "star" })).toBe("The event star is nothing to tell.");
    expect(reasonOf("github", {}, {})).toContain("X-GitHub-Event");
    for (const json of [null, [], "x", { workflow_run: null }, { action: "completed" }])
      expect(() => translated("github", json, { "x-github-event": "workflow_run" })).toThrow(/repository|object/);
  });
});

describe("gitlab", () => {
  const gitlab = (event: string, json: unknown) => one("gitlab", json, { "x-gitlab-event": event });

  it("tells pipelines, jobs and releases", () => {
    expect(gitlab("Pipeline Hook", samples.gitlabPipelineSample)).toEqual({
      type: "job-finished",
      timestamp: Date.parse("2016-08-12T15:26:29Z"),
      data: {
        package: "Gitlab Test",
        group_id: "31",
        job_id: "31",
        version: "master",
        release: "3",
        status: "Success",
        source: "vcs:http://192.168.64.1:3005/gitlab-org/gitlab-test",
        message: "Pipeline for branch: master",
        url: "http://example.com/gitlab-org/gitlab-test/-/pipelines/31",
      },
    });
    expect(gitlab("Job Hook", samples.gitlabJobSample)).toMatchObject({
      type: "job-finished",
      data: { package: "gitlab_test", group_id: "2366", job_id: "1977", status: "Failed", message: "test: test" },
    });
    expect(gitlab("Release Hook", samples.gitlabReleaseSample)).toMatchObject({
      type: "package-uploaded",
      data: { package: "release-webhook-example", version: "v1.1", release: "1" },
    });
  });

  it("ignores what is on the way, and events of other kinds", () => {
    const { object_attributes: run } = samples.gitlabPipelineSample;
    const at = (status: string) => ({ ...samples.gitlabPipelineSample, object_attributes: { ...run, status } });
    expect(gitlab("Pipeline Hook", at("pending")).type).toBe("job-scheduled");
    expect(gitlab("Pipeline Hook", at("running"))).toMatchObject({ type: "job-started", data: { status: "Running" } });
    expect(reasonOf("gitlab", at("preparing"), { "x-gitlab-event": "Pipeline Hook" })).toContain("preparing");
    expect(reasonOf("gitlab", {}, { "x-gitlab-event": "Push Hook" })).toContain("Push Hook");
  });
});

describe("alerts", () => {
  it("of Alertmanager become a notification each; one that is resolved is a success", () => {
    const result = translated("alertmanager", samples.alertmanagerSample) as { drafts: Draft[] };
    expect(result.drafts).toMatchObject([
      {
        type: "alert",
        category: "error",
        timestamp: Date.parse("2026-11-28T12:00:00.123Z"),
        data: {
          title: "The disk of db1 is full",
          message: "97 % of /var are used.",
          url: "http://prometheus.example:9090/graph?g0.expr=disk",
        },
      },
      {
        category: "success",
        timestamp: Date.parse("2026-11-28T12:30:00Z"),
        data: { title: "Resolved: DiskFull", url: "http://alertmanager.example:9093" },
      },
    ]);
  });

  it("of Grafana too", () => {
    expect(one("grafana", samples.grafanaSample)).toMatchObject({
      category: "warning",
      data: {
        title: "This alert was triggered for zone us-1",
        url: "https://play.grafana.org/alerting/1afz29v7z/edit",
      },
    });
    expect(() => translated("grafana", { ruleName: "old", state: "alerting" })).toThrow(/alerts/);
  });
});

describe("cloudevents", () => {
  const event = samples.cloudEventSample;
  const told = {
    type: "com-example-someevent",
    timestamp: Date.parse(event.time),
    data: { title: event.type, type: event.type, source: event.source, id: event.id, data: event.data },
  };

  it("come structured, as a batch, and in headers", () => {
    const structured = "application/cloudevents+json; charset=utf-8";
    expect(one("cloudevents", event, { "content-type": structured })).toEqual({ ...told, category: undefined });
    const batch = { "content-type": "application/cloudevents-batch+json" };
    const two = translated("cloudevents", [event, { ...event, id: "2" }], batch) as { drafts: Draft[] };
    expect(two.drafts.map(({ data }) => data["id"])).toEqual([event.id, "2"]);
    const binary = {
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-type": event.type,
      "ce-source": event.source,
      "ce-id": event.id,
      "ce-time": event.time,
      "ce-subject": "Euro%20%E2%82%AC",
    };
    expect(one("cloudevents", event.data, binary)).toMatchObject({
      ...told,
      data: { ...told.data, title: "Euro €", subject: "Euro €" },
    });
    expect(reasonOf("cloudevents", [], batch)).toContain("no event");
  });

  it("in our own words are understood to the letter", () => {
    const data = { package: "node", group_id: "1", job_id: "2", source: "bldr" };
    const structured = { "content-type": "application/cloudevents+json" };
    expect(one("cloudevents", { ...event, type: "job-scheduled", data }, structured)).toMatchObject({
      type: "job-scheduled",
      data,
    });
  });

  it("are refused by the field that is wrong", () => {
    const structured = { "content-type": "application/cloudevents+json" };
    expect(() => translated("cloudevents", { ...event, specversion: "0.3" }, structured)).toThrow(
      "specversion: must be 1.0",
    );
    expect(() => translated("cloudevents", { ...event, data_base64: "aGk=" }, structured)).toThrow(/data_base64/);
    expect(() => translated("cloudevents", event, { "content-type": "application/json" })).toThrow(/ce-specversion/);
  });
});

describe("json by map", () => {
  const map = { type: "/kind", category: "/level", data: { title: "/a~1b/0", message: "fixed", url: "/missing" } };

  it("finds what the map names, and leaves out what is not there", () => {
    expect(one("json", { kind: "Nightly Build", level: "WARN", "a/b": ["first"] }, {}, map)).toEqual({
      type: "nightly-build",
      category: "warning",
      data: { title: "first", message: "fixed" },
    });
  });

  it("reads what Apprise sends by the map that it is offered", () => {
    expect(one("json", samples.appriseSample, {}, appriseMap)).toEqual({
      type: "apprise",
      category: "error",
      data: { title: "Backup", message: "It failed" },
    });
  });

  it("is refused without a type, or without anything to tell; what an object inherits is not there", () => {
    expect(() => translated("json", { level: "info" }, {}, map)).toThrow("type: there is no text at /kind.");
    expect(() =>
      translated("json", {}, {}, { type: "x", data: { title: "/toString", url: "/constructor/name" } }),
    ).toThrow("data: nothing of it is there.");
  });
});
