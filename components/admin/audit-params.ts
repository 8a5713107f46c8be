import type { AuditArea, AuditSince } from "#lib/audit/schema.ts";

/** What of the log's filters stands in its address: what differs from all of the last seven days. */
export function auditParams({ area, since }: { area: AuditArea; since: AuditSince }): Record<string, string> {
  return { ...(area !== "all" && { area }), ...(since !== "week" && { since }) };
}
