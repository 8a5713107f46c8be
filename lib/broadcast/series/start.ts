import type { Db } from "#db/client.ts";
import { broadcast, series } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { BelfryError } from "#lib/errors.ts";
import { earlierResult, once } from "#lib/idempotency/once.ts";
import { take } from "#lib/limits/take.ts";
import { requireHub, type SendCtx } from "../ctx.ts";
import { messageFault } from "../message.ts";
import { needsGroups, requireGroups } from "../resolve-recipients.ts";
import { broadcastsAMinute, type SeriesInput } from "../schema.ts";
import { countdownSendings, mostSendings, weeklyTimes, type Sending } from "../series-times.ts";
import { audienceOf, columnsOf, schedule, toWhom } from "../send.ts";

/**
 * Schedules a series: reminders before a moment, or one that comes again each week. Each is a broadcast of its own from
 * then on, stored with all others, all or nothing.
 * @param idempotencyKey as for a broadcast
 * @returns the series' id, and whether a request of before made it
 * @throws BelfryError `off` without a hub, `hub-failed` when it doesn't show the groups that are asked for, `bad-input` when
 *   nothing is to come, too much is, or a message gets too long, `conflict` for a key used otherwise, `too-many` broadcasts
 * @see docs/decisions/0038-a-series-is-its-broadcasts.md
 */
export async function startSeries(
  ctx: SendCtx,
  input: SeriesInput,
  { idempotencyKey }: { idempotencyKey?: string | undefined } = {},
): Promise<{ id: number; replayed: boolean }> {
  const hub = requireHub(ctx);
  const asked = { route: "series", key: idempotencyKey, request: input };
  const earlier = await earlierResult<{ id: number }>(ctx, asked);
  if (earlier) return { ...earlier, replayed: true };
  const sendings = sendingsOf(input, ctx.now().getTime());
  await take(ctx, { key: "broadcasts", most: broadcastsAMinute, windowS: 60 }, "broadcasts this minute");
  if (needsGroups(audienceOf(input))) await requireGroups(hub);
  const { result, replayed } = await once(ctx, asked, (tx) => store(ctx, tx, input, sendings));
  return { ...result, replayed };
}

/** What is to be sent when. @throws BelfryError `bad-input` by the field that leaves nothing, or too much, to be sent */
function sendingsOf({ message, countdown, weekly }: SeriesInput, nowMs: number): Sending[] {
  const sendings = countdown
    ? countdownSendings(message, countdown, nowMs)
    : weekly
      ? weeklyTimes(weekly, nowMs).map((at) => ({ at, message }))
      : [];
  if (sendings.length === 0) throw unfit(countdown ? "countdown.to" : "weekly.until", "Nothing of it is still to come");
  if (sendings.length > mostSendings)
    throw unfit("weekly.until", `That is more than ${mostSendings} broadcasts; end it earlier`);
  const fault = sendings.map((one) => messageFault(one.message)).find((found) => found !== undefined);
  if (fault !== undefined) throw unfit("message", `${fault}, with what {in} becomes`);
  return sendings;
}

const unfit = (path: string, message: string) =>
  new BelfryError("bad-input", `${message}.`, { errors: [{ path, message }] });

async function store(ctx: SendCtx, tx: Db, input: SeriesInput, sendings: Sending[]): Promise<{ id: number }> {
  const kind = input.countdown ? "countdown" : "weekly";
  const [made] = await tx.insert(series).values({ kind, message: input.message }).returning({ id: series.id });
  if (!made) throw new Error("a series was not inserted");
  const rows = await tx
    .insert(broadcast)
    .values(
      sendings.map(({ at, message }) => ({
        ...columnsOf({ ...input, message }),
        state: "scheduled" as const,
        senderId: ctx.actor.personId,
        sender: ctx.actor.username,
        sendAt: at,
        seriesId: made.id,
      })),
    )
    .returning({ id: broadcast.id, sendAt: broadcast.sendAt });
  for (const { id, sendAt } of rows) if (sendAt) await schedule(ctx, tx, { id, at: sendAt });
  await note(tx, ctx.actor, {
    act: "broadcast.series",
    subject: String(made.id),
    detail: { message: input.message, ...toWhom(input), kind, broadcasts: rows.length },
  });
  return made;
}
