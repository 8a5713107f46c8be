import { and, desc, gt, inArray, sql, type SQL } from "drizzle-orm";
import { audit } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { acts, type AuditArea, type AuditSince, type AuditVia } from "./schema.ts";

/** One entry. `actor` is empty where nobody of that name has an account. */
export interface AuditEntry {
  id: number;
  at: Date;
  actor: string;
  via: AuditVia;
  act: string;
  subject: string | null;
  detail: Record<string, string | number | boolean | string[]>;
}

export interface AuditQuery {
  /** A part of the name of who did it or to whom; empty for all. */
  find: string;
  area: AuditArea;
  since: AuditSince;
  offset: number;
  limit: number;
}

const days: Record<Exclude<AuditSince, "all">, number> = { day: 1, week: 7, month: 30 };

/**
 * The audit log, the newest first.
 * @returns the entries asked for, and how many there are in each area
 * @throws BelfryError `forbidden` for others than admins
 */
export async function listAudit(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { find, area, since, offset, limit }: AuditQuery,
): Promise<{ entries: AuditEntry[]; counts: Record<AuditArea, number> }> {
  if (!actor.scopes.includes("admin")) throw new BelfryError("forbidden", "The audit log is for admins.");
  const named =
    find === ""
      ? undefined
      : sql`(position(lower(${find}) in lower(${audit.actor})) > 0 or position(lower(${find}) in lower(${audit.subject})) > 0)`;
  const recent = since === "all" ? undefined : gt(audit.at, sql`now() - ${days[since]} * interval '1 day'`);
  const of = (one: keyof typeof acts): SQL => inArray(audit.act, [...acts[one]]);
  const counted = (part: SQL) => sql<number>`count(*) filter (where ${part})`.mapWith(Number);
  const [entries, [counts]] = await Promise.all([
    db
      .select({
        id: audit.id,
        at: audit.at,
        actor: audit.actor,
        via: audit.via,
        act: audit.act,
        subject: audit.subject,
        detail: audit.detail,
      })
      .from(audit)
      .where(and(named, recent, area === "all" ? undefined : of(area)))
      .orderBy(desc(audit.id))
      .offset(offset)
      .limit(limit),
    db
      .select({
        all: counted(sql`true`),
        broadcasts: counted(of("broadcasts")),
        tokens: counted(of("tokens")),
        origins: counted(of("origins")),
        accounts: counted(of("accounts")),
        "sign-ins": counted(of("sign-ins")),
      })
      .from(audit)
      .where(and(named, recent)),
  ]);
  if (!counts) throw new Error("a count gave no row");
  return { entries, counts };
}
