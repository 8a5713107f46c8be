/** What the document shows of each body: examples by the name of their schema. A test holds them to it. */

const ms = 1_794_765_600_000;
const iso = "2026-11-15T18:00:00.000Z";

const job = { package: "core/node", group_id: "12345", job_id: "67890", source: "vcs:github" };
const release = { package: "core/node", version: "24.2.0", release: "20261115175800" };
const inChannel = { ...release, channel: "stable", source: "user:ann" };
const url = "https://ci.example.org/runs/67890";
const other = { title: "42 is out", message: "With the new compiler", url: "https://example.org/42" };
const dependent = { origin: "apps", name: "shop", version: "1.4.0", release: "20261101090000" };

const published = (type: string, data: object, more: object = {}) => ({
  id: 4711,
  timestamp: ms,
  type,
  category: "info",
  origin: "core",
  data,
  read: false,
  ...more,
});
const given = (type: string, data: object) => ({ type, origin: "core", data });

const finished = { ...job, ...release, status: "Complete", url };
const types: [name: string, type: string, data: object, more?: object][] = [
  ["JobScheduled", "job-scheduled", job],
  ["JobStarted", "job-started", { ...job, status: "Dispatched" }],
  ["JobFinished", "job-finished", finished, { category: "success" }],
  ["PackageUploaded", "package-uploaded", { ...inChannel, channel: "unstable" }],
  ["PackagePromoted", "package-promoted", inChannel],
  ["PackageDemoted", "package-demoted", inChannel, { category: "warning" }],
  ["DepPromoted", "dep-promoted", { ...release, channel: "stable", dependent }],
  ["OtherNotification", "release", other, { category: "success" }],
];
const notifications = Object.fromEntries(
  types.flatMap(([name, type, data, more]) => [
    [name, published(type, data, more)],
    [`New${name}`, given(type, data)],
  ]),
);
const notification = published("job-finished", finished, { category: "success" });

const detail = {
  username: "ann",
  server: "",
  status: "success",
  outcome: "delivered",
  durationMs: 38,
};
const failure = {
  username: "bob",
  server: "gpu",
  status: "failed",
  outcome: "unreachable",
  error: "Server not responding",
  reason: "ENOTFOUND jupyterlab-bob",
  address: "http://jupyterlab-bob:8888/user/bob/gpu/jupyterlab-notifications-extension/ingest",
  durationMs: 12,
};
const said = { message: "The hub restarts at 18:00", type: "warning", autoClose: false };
const broadcast = {
  id: 42,
  state: "finished",
  total: 2,
  successful: 1,
  failed: 1,
  stillToCome: null,
  durationMs: 1840,
  outcomes: { delivered: 1, unreachable: 1 },
  broadcast: {
    ...said,
    immediate: true,
    recipients: null,
    except: null,
    sender: "ann",
    sentISO: iso,
    finishedISO: iso,
    sendAtISO: null,
    validUntilISO: null,
    validFor: null,
    series: null,
  },
  details: [detail, failure],
};
const saved = { id: 3, ...said, message: "The hub restarts at {time}", variables: ["time"], lastUsedISO: iso };
const token = {
  id: 5,
  name: "nightly build",
  prefix: "blf_7Yq2",
  scopes: ["publish:core"],
  fixed: false,
  createdAt: iso,
  expiresAt: "2027-02-13T18:00:00.000Z",
  lastUsedAt: null,
};
const person = { username: "ann", provider: "local", role: "member", disabled: false, createdAt: iso };
const links = { Runs: "https://ci.example.org/{package}" };
const origin = { origin: "core", members: 12, createdAt: iso, links };
const readiness = {
  status: "ok",
  database: "ok",
  migrations: "ok",
  worker: "ok",
  hub: "ok",
  version: "0.2.0",
};

const inlet = { id: 7, kind: "github", name: "Our runs", map: null, createdBy: "ann", createdAt: iso };

const outlet = {
  id: 3,
  kind: "webhook",
  host: "chat.example.org",
  shape: "slack",
  origins: null,
  least: "warning",
  types: null,
  byOrigin: { core: "error" },
  quiet: null,
  digest: null,
  digestAt: null,
  confirmed: true,
  sent: 128,
  lastSentAt: iso,
  failures: 0,
  reason: null,
  nextTryAt: null,
  calls: [{ at: iso, ok: true, told: 1, status: 200 }],
  restingSince: null,
  createdAt: iso,
};

const subscription = {
  endpoint: "https://push.example.org/send/4f1c",
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
};
const digestAt = { time: "08:00", zone: "Europe/Warsaw" };

export const examples: Record<string, unknown> = {
  ...notifications,
  Notification: notification,
  NewNotification: given("release", other),
  NotificationGroup: { origin: "core", notifications: [notification] },
  NotificationPage: { range_start: 0, range_end: 0, total_count: 1, data: [notification] },
  Published: { id: 4711 },
  ReadMark: { read: true },
  Mark: { kept: true },
  UndoRequest: { token: "k3Jx0sLq9vTz" },
  InboxOverview: {
    total: 1,
    unread: 1,
    origins: [{ origin: "core", total: 1, unread: 1, muted: false }],
    recent: [notification],
    clearedAt: null,
    version: 17,
  },
  NotificationEvent: { id: "AbC9.17", event: "notification", data: notification },
  ReadEvent: { id: "AbC9.18", event: "read", data: { origin: "core", id: 4711 } },
  ClearedEvent: { id: "AbC9.19", event: "cleared", data: { origin: "core" } },
  BroadcastEvent: {
    id: "AbC9.19",
    event: "broadcast",
    data: { id: 42, state: "running", total: 1000, successful: 731, failed: 4 },
  },
  ResetEvent: { id: "AbC9.20", event: "reset", data: {} },
  StreamEvent: { id: "AbC9.17", event: "notification", data: notification },
  NewBroadcast: { message: said.message, variant: "warning", validFor: 3600 },
  Broadcast: broadcast,
  NewSeries: {
    message: "The hub restarts {in}",
    variant: "warning",
    countdown: { to: "2027-03-07T18:00:00+01:00", minutes: [60, 15, 5] },
  },
  Series: {
    id: 3,
    kind: "countdown",
    message: "The hub restarts {in}",
    broadcasts: [
      { id: 43, state: "scheduled", message: "The hub restarts in 1 hour", sendAtISO: "2027-03-07T16:00:00.000Z" },
    ],
  },
  RecipientsToCheck: { recipients: ["ann", "group:physics"] },
  CheckedRecipients: { usernames: ["ann", "bob"], unknown: [] },
  ActiveServers: { servers: [{ username: "ann", server: "", ready: true, url: "/user/ann/", started: iso }] },
  SentBroadcasts: {
    notifications: [
      {
        id: 42,
        message: said.message,
        type: said.type,
        state: "finished",
        sentISO: iso,
        delivered: 1,
        total: 2,
        sender: "ann",
        series: null,
      },
    ],
  },
  ClearedHistory: { cleared: 12 },
  SavedMessages: { saved: [saved] },
  NewSavedMessage: { message: said.message, variant: "warning" },
  SavedMessageId: { id: 3 },
  Origin: origin,
  Origins: { origins: [origin] },
  Members: { members: [{ username: "ann", provider: "jupyterhub", sources: ["admin", "hub"], since: iso }] },
  OriginSettings: { links },
  OutletsMuted: { mutedUntil: iso },
  Outlets: {
    outlets: [outlet],
    mutedUntil: null,
    pushKey: "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
  },
  NewOutlet: { kind: "webhook", url: "https://chat.example.org/hooks/4f1c", shape: "slack", least: "warning" },
  NewWebhook: {
    kind: "webhook",
    url: "https://chat.example.org/hooks/4f1c",
    name: "Slack #builds",
    shape: "slack",
    least: "warning",
  },
  NewMailOutlet: { kind: "email", to: "ann@example.org", digest: "daily", digestAt },
  PushSubscription: subscription,
  NewPushOutlet: { kind: "push", subscription, name: "Firefox on the laptop", least: "warning" },
  NewLabOutlet: { kind: "lab", origins: ["core"], least: "error" },
  Digest: "daily",
  DigestAt: digestAt,
  NewOriginOutlet: { kind: "webhook", url: "https://chat.example.org/hooks/4f1c", shape: "slack", least: "warning" },
  OriginOutlets: { outlets: [outlet] },
  OutletCall: outlet.calls[0],
  ByOrigin: outlet.byOrigin,
  MadeOutlet: { ...outlet, secret: "whsec_…" },
  OutletChange: { resting: true },
  OutletTest: { ok: true, status: 200 },
  Inlets: { inlets: [inlet] },
  NewInlet: { kind: "github" },
  MadeInlet: { ...inlet, url: "https://belfry.example.org/hooks/7", secret: "4f1c…" },
  InletCalls: {
    calls: [{ id: 12, at: iso, event: "workflow_run", fate: "published", reason: null, ids: [4711] }],
  },
  Delivery: { id: "1", source: "/builds", specversion: "1.0", type: "build.finished", data: {} },
  DeliveryPublished: { ids: [4711] },
  Notices: { notices: [{ id: 42, message: said.message, type: said.type, sentAt: iso, validUntil: iso }] },
  WaitingMembers: { waiting: [{ username: "bob", since: iso }] },
  Me: {
    username: "ann",
    role: "member",
    via: "token",
    scopes: ["notifications", "publish:core"],
    origins: ["core", "physics"],
    publish: ["core"],
    limits: { requests: { most: 1200, windowS: 60 } },
  },
  NewToken: { name: "nightly build", scopes: ["publish:core"] },
  MadeToken: { ...token, token: "blf_…" },
  Tokens: { tokens: [token] },
  Person: person,
  People: { people: [person] },
  NewPerson: { username: "ann", role: "member" },
  MadePerson: { username: "ann", password: "violet-anchor-92" },
  PersonChange: { role: "admin" },
  PasswordReset: {},
  MadePassword: { password: "violet-anchor-92" },
  Health: { status: "ok" },
  Readiness: readiness,
  OpenApi: { openapi: "3.1.1", paths: {} },
  Problem: {
    type: "about:blank",
    title: "Bad request",
    status: 400,
    detail: "data.package: is missing",
    message: "data.package: is missing",
    errors: [{ path: "data.package", message: "is missing" }],
  },
};

/** Of bodies that are no JSON, by media type. */
export const texts: Record<string, string> = {
  "text/csv": "username,server,status,outcome,error,duration_ms\r\nann,,success,delivered,,38\r\n",
  "text/javascript": "/* shows the notices */",
  "application/atom+xml": '<feed xmlns="http://www.w3.org/2005/Atom"><title>Belfry</title></feed>',
  "text/plain": "# TYPE belfry_hub_up gauge\nbelfry_hub_up 1\n",
};

/** Of what stands in a path, by its name. */
export const inPaths: Record<string, unknown> = { origin: "core", id: 42, username: "ann", feed: "SECRET.atom" };
