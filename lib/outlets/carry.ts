import { usualDigestAt } from "./digest.ts";
import { letter } from "./mail/letter.ts";
import { mailLink } from "./mail/links.ts";
import type { Mail } from "./mail/open-mail.ts";
import { push } from "./push/push.ts";
import { post as postNow, type Posted } from "./post.ts";
import type { Reach } from "./reach.ts";
import type { Digest, DigestAt, OutletShape, PostedKind } from "./schema.ts";
import type { Sendable } from "./shapes.ts";

export interface CarryCtx {
  authSecret: string;
  now: () => Date;
  reach: Reach;
  mail: Mail | undefined;
  /** Whom a push service may write to about ours: an https address, or `mailto:`. */
  contact: string;
  /** In place of the real one, for tests. */
  post?: typeof postNow;
}

/** Where something is to be carried. */
export interface Carried {
  id: number;
  kind: PostedKind;
  /** Its address and secret, as `opened` gives them. */
  url: string;
  secret: string;
  shape: OutletShape | null;
  digest: Digest | null;
  digestAt: DigestAt | null;
  /** Who asked for it, and for which origin; null: for themselves. */
  username: string;
  origin: string | null;
}

/** Sends notifications to an outlet, as its kind does. @param messageId the same each time these are sent there. Never throws. */
export async function carry(
  ctx: CarryCtx,
  to: Carried,
  all: readonly [Sendable, ...Sendable[]],
  messageId: string,
): Promise<Posted> {
  const { url, secret, shape, digest, username, origin } = to;
  const now = ctx.now();
  switch (to.kind) {
    case "webhook":
      return (ctx.post ?? postNow)(ctx.reach, { url, secret, shape, messageId, one: all[0], now });
    case "push":
      return push(ctx, { subscription: url, all, messageId });
    case "email": {
      if (!ctx.mail) return { ok: false, reason: "SMTP_URL is not set any more" };
      const stop = mailLink(ctx.authSecret, { does: "stop", id: to.id }, now);
      const { zone } = to.digestAt ?? usualDigestAt;
      return ctx.mail.send(
        url,
        letter({ id: messageId, all, home: ctx.mail.home, stop, username, origin, zone, digest }),
      );
    }
  }
}
