/**
 * Which part of `lib` may import which, and what each shows to the rest: the one place that says so. The lint makes its rules
 * of it (`.dependency-cruiser.js`), AGENTS.md shows it, and a test holds both to it.
 * @see docs/decisions/0009-floors-and-faces.md
 */
export interface Domain {
  /** Its folder in `lib`. */
  name: string;
  what: string;
  /** The domains it may import, by their faces; each stands above it in this list, so there is no way round. */
  imports: string[];
  /** The files that others may import: verbs, and the types and schemas that they are asked with. */
  face: string[];
}

/** Files of `lib` that belong to no domain: all may import them, and they each other. */
export const ground = ["ctx", "diagnostics", "env", "errors", "hash-token", "log", "origin-pattern", "storable"];

/** From the ground up. */
export const domains: Domain[] = [
  {
    name: "async",
    what: "semaphore, batch, mutex, retry, a loop that takes its time",
    imports: [],
    face: ["channel", "single-flight", "batch", "mutex", "retry", "semaphore", "throttled-loop"],
  },
  {
    name: "bus",
    what: "LISTEN, NOTIFY, every topic, and what is remembered by them; which instances live",
    imports: [],
    face: ["committed", "memory", "memory-of-people", "per-bus", "bus", "instances", "topics"],
  },
  {
    name: "audit",
    what: "who did what",
    imports: [],
    face: ["list", "note", "note-sign-in", "purge", "schema"],
  },
  {
    name: "limits",
    what: "how often somebody may",
    imports: ["async", "bus"],
    face: ["forget", "network", "permits", "take", "visits"],
  },
  {
    name: "idempotency",
    what: "a request that is repeated gets the first one's answer",
    imports: ["bus"],
    face: ["once", "purge"],
  },
  { name: "jobs", what: "work that is due later, and daily work", imports: [], face: ["count", "open-jobs"] },
  {
    name: "jupyterhub",
    what: "the hub's REST API, lab addresses, a request to a lab",
    imports: ["async"],
    face: [
      "watch-service",
      "authorize-url",
      "client",
      "exchange",
      "lab-dispatcher",
      "lab-request",
      "lab-url",
      "owner-of-token",
      "probe-lab",
      "report-service",
    ],
  },
  {
    name: "people",
    what: "accounts, their passwords, roles and sessions",
    imports: ["async", "bus", "audit", "limits"],
    face: [
      "get-account",
      "list-of-hub",
      "sign-in-place",
      "take-away",
      "authenticate",
      "change-password",
      "create-person",
      "disable",
      "enable",
      "end-session",
      "failed-sign-ins",
      "first-admin",
      "forget-ended-sessions",
      "has-local",
      "list-people",
      "person",
      "provision-account",
      "rename",
      "reset-password",
      "schema",
      "set-role",
      "suggest-people",
      "username-from",
    ],
  },
  {
    name: "tokens",
    what: "API tokens",
    imports: ["async", "bus", "audit", "people"],
    face: ["list-of", "revoke-of", "create", "fixed", "identify", "list", "revoke", "schema", "secret"],
  },
  {
    name: "inbox",
    what: "notifications stored once, read through cursors",
    imports: ["async", "bus"],
    face: [
      "feeds-of",
      "append",
      "as-of",
      "audience",
      "change",
      "clear",
      "counts",
      "dismiss",
      "fingerprint",
      "get-one",
      "keep",
      "kept-listings",
      "list",
      "list-origin",
      "mark-one",
      "mark-read",
      "mine",
      "mute",
      "overview",
      "publish",
      "purge",
      "schema",
      "undo",
    ],
  },
  {
    name: "origins",
    what: "what can be published to, and who belongs to it, by an admin or by the hub",
    imports: ["jupyterhub", "people", "tokens", "bus", "audit", "inbox"],
    face: [
      "follow-hub",
      "add-member",
      "follow-groups",
      "get",
      "list",
      "list-members",
      "list-mine",
      "origin",
      "register",
      "remove",
      "remove-member",
    ],
  },
  {
    name: "broadcast",
    what: "the ring: `send` → `ring` → `plan`, `deliver`; `sweep` after crashes",
    imports: ["async", "bus", "audit", "limits", "idempotency", "jobs", "jupyterhub", "inbox"],
    face: [
      "active-servers",
      "cancel",
      "check-recipients",
      "clear-sent",
      "csv",
      "document",
      "edit",
      "get",
      "hint-for",
      "labs",
      "list-sent",
      "outcome",
      "progress",
      "purge",
      "retry",
      "saved/list",
      "saved/remove",
      "saved/save",
      "saved/take-up",
      "schema",
      "send",
      "start-ringing",
      "wait-until-rung",
    ],
  },
  {
    name: "live",
    what: "the streams of events: a hub with subscribers",
    imports: ["async", "bus", "inbox", "broadcast"],
    face: ["open-live"],
  },
  {
    name: "metrics",
    what: "what is counted",
    imports: ["jobs", "broadcast", "live"],
    face: ["open-metrics"],
  },
  {
    name: "auth",
    what: "who is asking: session cookie, our tokens, the hub's; signing in: `answer-auth` → next-auth → `providers/`",
    imports: ["async", "audit", "limits", "jupyterhub", "people", "tokens", "origins"],
    face: [
      "actor",
      "address",
      "answer-auth",
      "begin-sign-in",
      "count-page-visit",
      "local-path",
      "offered-providers",
      "refusal",
      "renew-session",
      "request-head",
      "session",
      "still-valid",
    ],
  },
  {
    name: "http",
    what: "endpoints as data (`endpoints/`), what answers them (`routes/`), the two doors, problem documents, start and stop",
    imports: ["limits", "idempotency", "tokens", "inbox", "origins", "broadcast", "metrics", "auth"],
    face: [
      "answer",
      "forwarded",
      "listing",
      "next-handler",
      "openapi/document",
      "problem",
      "ready-channel",
      "public-origin",
      "read-body",
      "routes/broadcasts",
      "routes/inbox",
      "routes/inbox-changes",
      "routes/live",
      "routes/operations",
      "routes/origins",
      "routes/reference",
      "routes/saved-messages",
      "routes/tokens",
      "same-origin",
      "start",
      "unknown-address",
    ],
  },
];

/** The domains that answer requests: they know the frameworks and the running instance, the others neither. */
export const edge = ["auth", "http"];

/** How many files a file brings along at most by value imports, itself counted (`scripts/closures.ts`). */
export const closures: Record<string, number> = {
  "lib/http/route.ts": 40,
  "lib/auth/hub-token.ts": 25,
};
