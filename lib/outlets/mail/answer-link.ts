import { eq, sql } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { readMailLink, type MailLink } from "./links.ts";

type LinkCtx = Pick<SystemCtx, "db" | "now"> & { authSecret: string };

/** What a link is about: the address, and whether what it does is done already. */
export interface LinkedMail {
  does: MailLink["does"];
  to: string;
  done: boolean;
}

const noLink = () =>
  new BelfryError(
    "not-found",
    "This link is too old, or its outlet is deleted. Under Settings, Outlets there are new ones.",
  );

/** Looks at a link of a mail, and does nothing: mail programs open links by themselves. @throws BelfryError `not-found` */
export async function lookAtLink({ db, authSecret, now }: LinkCtx, token: string): Promise<LinkedMail> {
  const link = readMailLink(authSecret, token, now());
  if (!link) throw noLink();
  const [found] = await db
    .select({ to: outlet.host, confirmed: outlet.confirmed, restingSince: outlet.restingSince })
    .from(outlet)
    .where(eq(outlet.id, link.id));
  if (!found) throw noLink();
  const done = link.does === "confirm" ? found.confirmed : found.restingSince !== null;
  return { does: link.does, to: found.to, done };
}

/**
 * Does what a link of a mail is for: lets the mails come, or has the outlet rest, from which its owner may wake it. As often as it comes.
 * @param does what it has to be for, if that is known
 * @throws BelfryError `not-found` for a link that is none or too old, or whose outlet is gone
 */
export async function answerLink(
  { db, authSecret, now }: LinkCtx,
  token: string,
  does?: MailLink["does"],
): Promise<LinkedMail> {
  const link = readMailLink(authSecret, token, now());
  if (!link || (does && link.does !== does)) throw noLink();
  const change =
    link.does === "confirm"
      ? { confirmed: true }
      : {
          restingSince: sql`coalesce(${outlet.restingSince}, now())`,
          reason: sql`coalesce(${outlet.reason}, 'stopped by a link in a mail')`,
          nextTryAt: null,
        };
  const [done] = await db.update(outlet).set(change).where(eq(outlet.id, link.id)).returning({ to: outlet.host });
  if (!done) throw noLink();
  return { does: link.does, to: done.to, done: true };
}
