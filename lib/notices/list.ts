import { sql } from "drizzle-orm";
import type { Variant } from "#lib/broadcast/message.ts";
import type { SystemCtx } from "#lib/ctx.ts";

/** What everybody may know: nothing of who sent it, or whom it reached. */
export interface Notice {
  id: number;
  message: string;
  type: Variant;
  sentAt: Date;
  validUntil: Date;
}

/** How long one is shown whose sender said nothing of it. */
const otherwiseHours = 24;
const most = 20;

/**
 * The broadcasts that went to everybody and are still valid, the newest first, at most 20. One that nobody gave a time is
 * valid for a day; one that was cancelled, failed, or cleared from the history is none any more.
 */
export async function listNotices({ db }: Pick<SystemCtx, "db">): Promise<Notice[]> {
  const rows = await db.execute<{ id: number; message: string; type: Variant; sent_at: string; ends_at: string }>(sql`
    select * from (
      select id, message, variant as type, started_at as sent_at,
        case when valid_for_s is null then started_at + ${otherwiseHours} * interval '1 hour' else valid_until end as ends_at
      from broadcast
      where recipients is null and planned_at is not null and hidden_at is null and state in ('running', 'waiting', 'finished')
    ) as sent where ends_at > now() order by id desc limit ${most}`);
  return rows.map(({ id, message, type, sent_at, ends_at }) => ({
    id,
    message,
    type,
    sentAt: new Date(sent_at),
    validUntil: new Date(ends_at),
  }));
}
