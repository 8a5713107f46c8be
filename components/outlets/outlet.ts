import type { Category } from "#lib/inbox/schema.ts";
import type { FromOn, Outlet, OutletChange, OutletInput, OutletKind, OutletShape } from "#lib/outlets/schema.ts";
import type { Action } from "../http/answer.ts";

type Moments = "lastSentAt" | "nextTryAt" | "restingSince" | "createdAt";

/** An outlet, as the list of one's own shows it. */
export interface ListedOutlet extends Omit<Outlet, Moments> {
  lastSentISO: string | undefined;
  nextTryISO: string | undefined;
  restingISO: string | undefined;
}

/** The same, of what the server has. */
export const listedOutlet = ({
  lastSentAt,
  nextTryAt,
  restingSince,
  createdAt: _,
  ...outlet
}: Outlet): ListedOutlet => ({
  ...outlet,
  lastSentISO: lastSentAt?.toISOString(),
  nextTryISO: nextTryAt?.toISOString(),
  restingISO: restingSince?.toISOString(),
});

/** What can be done with the outlets of one's own, or of an origin. */
export interface OutletActions {
  make: Action<OutletInput, { kind: OutletKind; secret?: string; host: string }>;
  test: Action<{ id: number }, { ok: boolean; reason?: string }>;
  edit: Action<{ id: number; change: OutletChange }>;
  rest: Action<{ id: number; resting: boolean }>;
  remove: Action<{ id: number }>;
}

export const shapeWords: Record<OutletShape | "plain", string> = {
  plain: "Webhook (Standard Webhooks)",
  slack: "Slack or Mattermost",
  teams: "Microsoft Teams",
  discord: "Discord",
  ntfy: "ntfy",
};

/** Until when nothing is sent at all. */
export type MuteAll = Action<{ mutedUntil: string | null }>;

/** What an outlet is, in words. */
export function kindWords({
  kind,
  shape,
  digest,
  digestAt,
}: Pick<ListedOutlet, "kind" | "shape" | "digest" | "digestAt">) {
  if (kind === "webhook") return shapeWords[shape ?? "plain"];
  if (kind === "push") return "Notifications of a browser";
  if (kind === "lab") return "Toasts in your running labs";
  if (digest === "hourly") return "E-mail, each hour";
  return digest === "daily" && digestAt ? `E-mail, each day at ${digestAt.time} (${digestAt.zone})` : "E-mail";
}

export const leastOptions: readonly { value: Category; word: string }[] = [
  { value: "info", word: "Everything" },
  { value: "success", word: "Successes, warnings and errors" },
  { value: "warning", word: "Warnings and errors" },
  { value: "error", word: "Errors alone" },
];
export const digestOptions = [
  { value: "now", word: "At once" },
  { value: "hourly", word: "Each hour" },
  { value: "daily", word: "Each day" },
] as const;

/** What of it is sent, in words. */
export const leastWords: Record<FromOn, string> = {
  none: "nothing",
  info: "everything",
  success: "successes, warnings and errors",
  warning: "warnings and errors",
  error: "errors",
};

/** What an outlet lets through, in words. */
export function whatWords({
  origins,
  least,
  types,
  byOrigin,
  quiet,
}: Pick<ListedOutlet, "origins" | "least" | "types" | "byOrigin" | "quiet">): string {
  const what = leastWords[least ?? "info"];
  const others = [what, origins && `of ${origins.join(", ")}`, types && `(${types.join(", ")})`]
    .filter(Boolean)
    .join(" ");
  const apart = Object.entries(byOrigin ?? {}).map(([origin, from]) => `of ${origin} ${leastWords[from]}`);
  const which = [others, ...apart].join("; ");
  return quiet ? `${which}, quiet from ${quiet.from} to ${quiet.to} (${quiet.zone})` : which;
}
