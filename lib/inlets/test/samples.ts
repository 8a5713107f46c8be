/** What vendors send, as their documentation has it, as far as it matters here. */

/** @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanagerSample = {
  version: "4",
  groupKey: '{}:{alertname="DiskFull"}',
  truncatedAlerts: 0,
  status: "firing",
  receiver: "belfry",
  groupLabels: { alertname: "DiskFull" },
  commonLabels: { alertname: "DiskFull" },
  commonAnnotations: {},
  externalURL: "http://alertmanager.example:9093",
  alerts: [
    {
      status: "firing",
      labels: { alertname: "DiskFull", severity: "critical", instance: "db1" },
      annotations: { summary: "The disk of db1 is full", description: "97 % of /var are used." },
      startsAt: "2026-11-28T12:00:00.123456789Z",
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus.example:9090/graph?g0.expr=disk",
      fingerprint: "c3f1a6e1d0c1b2a3",
    },
    {
      status: "resolved",
      labels: { alertname: "DiskFull", instance: "db2" },
      annotations: {},
      startsAt: "2026-11-28T11:00:00Z",
      endsAt: "2026-11-28T12:30:00Z",
      generatorURL: "",
      fingerprint: "d4f1a6e1d0c1b2a4",
    },
  ],
};

/** @see https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafanaSample = {
  receiver: "My Super Webhook",
  status: "firing",
  orgId: 1,
  alerts: [
    {
      status: "firing",
      labels: { alertname: "High memory usage", team: "blue", zone: "us-1", severity: "warning" },
      annotations: {
        description: "The system has high memory usage",
        runbook_url: "https://myrunbook.com/runbook/1234",
        summary: "This alert was triggered for zone us-1",
      },
      startsAt: "2021-10-12T09:51:03.157076+02:00",
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "https://play.grafana.org/alerting/1afz29v7z/edit",
      fingerprint: "c6eadffa33fcdf37",
      silenceURL: "https://play.grafana.org/alerting/silence/new?alertmanager=grafana",
      dashboardURL: "",
      panelURL: "",
      values: { B: 44.23943737541908, C: 1 },
    },
  ],
  groupLabels: {},
  commonLabels: { team: "blue" },
  commonAnnotations: {},
  externalURL: "https://play.grafana.org/",
  version: "1",
  groupKey: "{}:{}",
  truncatedAlerts: 0,
  title: "[FIRING:1]  (blue)",
  state: "alerting",
  message: "**Firing**",
};

/** @see https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events */
export const gitlabPipelineSample = {
  object_kind: "pipeline",
  object_attributes: {
    id: 31,
    iid: 3,
    name: "Pipeline for branch: master",
    ref: "master",
    tag: false,
    sha: "bcbb5ec396a2c0f828686f14fac9b80b780504f2",
    source: "merge_request_event",
    status: "success",
    detailed_status: "passed",
    stages: ["build", "test", "deploy"],
    created_at: "2016-08-12 15:23:28 UTC",
    finished_at: "2016-08-12 15:26:29 UTC",
    duration: 63,
    url: "http://example.com/gitlab-org/gitlab-test/-/pipelines/31",
  },
  user: { id: 1, name: "Administrator", username: "root" },
  project: {
    id: 1,
    name: "Gitlab Test",
    web_url: "http://192.168.64.1:3005/gitlab-org/gitlab-test",
    path_with_namespace: "gitlab-org/gitlab-test",
  },
  commit: { id: "bcbb5ec396a2c0f828686f14fac9b80b780504f2", message: "test\n", title: "test" },
};

/** @see https://docs.gitlab.com/user/project/integrations/webhook_events/#job-events */
export const gitlabJobSample = {
  object_kind: "build",
  ref: "gitlab-script-trigger",
  tag: false,
  build_id: 1977,
  build_name: "test",
  build_stage: "test",
  build_status: "failed",
  build_created_at: "2021-02-23T02:41:37.886Z",
  build_started_at: null,
  build_finished_at: null,
  build_failure_reason: "script_failure",
  pipeline_id: 2366,
  project_id: 380,
  project_name: "gitlab-org/gitlab-test",
  repository: {
    name: "gitlab_test",
    git_http_url: "http://192.168.64.1:3005/gitlab-org/gitlab-test.git",
    homepage: "http://192.168.64.1:3005/gitlab-org/gitlab-test",
  },
};

/** @see https://docs.gitlab.com/user/project/integrations/webhook_events/#release-events */
export const gitlabReleaseSample = {
  id: 1,
  created_at: "2020-11-02 12:55:12 UTC",
  description: "v1.1 has been released",
  name: "v1.1",
  released_at: "2020-11-02 12:55:12 UTC",
  tag: "v1.1",
  object_kind: "release",
  project: {
    id: 2,
    name: "release-webhook-example",
    web_url: "https://example.com/gitlab-org/release-webhook-example",
  },
  url: "https://example.com/gitlab-org/release-webhook-example/-/releases/v1.1",
  action: "create",
};

/** @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
export const cloudEventSample = {
  specversion: "1.0",
  type: "com.example.someevent",
  source: "/mycontext",
  subject: null,
  id: "C234-1234-1234",
  time: "2018-04-05T17:31:00Z",
  comexampleextension1: "value",
  datacontenttype: "application/json",
  data: { appinfoA: "abc", appinfoB: 123, appinfoC: true },
};

/** @see https://appriseit.com/services/json/ */
export const appriseSample = {
  version: "1.0",
  title: "Backup",
  message: "It failed",
  attachments: [],
  type: "failure",
};
