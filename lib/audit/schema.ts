import { z } from "zod";

/** What is written down when it was done, by its area. Nothing is ever taken off this list: old entries name it. */
export const acts = {
  broadcasts: [
    "broadcast.send",
    "broadcast.edit",
    "broadcast.cancel",
    "broadcast.retry",
    "broadcast.clear-history",
    "broadcast.series",
    "broadcast.cancel-series",
  ],
  tokens: ["token.make", "token.revoke", "feed.make", "feed.revoke", "outlet.make", "outlet.remove"],
  origins: [
    "origin.register",
    "origin.remove",
    "origin.links",
    "member.add",
    "member.await",
    "member.remove",
    "inlet.make",
    "inlet.remove",
  ],
  accounts: [
    "account.create",
    "account.rename",
    "account.role",
    "account.disable",
    "account.enable",
    "account.password",
    "account.gone",
  ],
  "sign-ins": ["sign-in.succeeded", "sign-in.failed"],
} as const;

export type Act = (typeof acts)[keyof typeof acts][number];

/** How somebody came to act: `sign-in` by signing in, `start` is the server's own start with its settings. */
export type AuditVia = "session" | "token" | "hub" | "sign-in" | "start";

/** Which entries a list shows: of one area, or all. */
export const auditArea = z.enum(["all", "broadcasts", "tokens", "origins", "accounts", "sign-ins"]);
export type AuditArea = z.output<typeof auditArea>;

/** How far back a list goes. */
export const auditSince = z.enum(["day", "week", "month", "all"]);
export type AuditSince = z.output<typeof auditSince>;
