import { randomUUID } from "node:crypto";
import { BelfryError } from "#lib/errors.ts";
import type { Permits } from "#lib/limits/permits.ts";
import type { Posted } from "../post.ts";
import { confirmation } from "./letter.ts";
import { mailLink } from "./links.ts";
import type { Mail } from "./open-mail.ts";

export interface AskCtx {
  authSecret: string;
  mail: Mail | undefined;
  permits: Permits;
  now: () => Date;
}

/** Of each person: what they write in here need not be theirs. */
const asksAnHour = 5;

/** @throws BelfryError `off` while no mail server is set */
export function requireMail(mail: Mail | undefined): Mail {
  if (!mail) throw new BelfryError("off", "Outlets by e-mail are off: SMTP_URL and MAIL_FROM are not set.");
  return mail;
}

/** @throws BelfryError `too-many` asked for by one person */
export async function takeAsk({ permits }: Pick<AskCtx, "permits">, personId: number): Promise<void> {
  await permits.take(
    { key: `mail-confirmations:${personId}`, most: asksAnHour, windowS: 3600 },
    "addresses to confirm",
  );
}

/** Sends the mail by which an address is confirmed. */
export async function ask(
  { authSecret, mail, now }: Omit<AskCtx, "permits">,
  { id, to, username }: { id: number; to: string; username: string },
): Promise<Posted> {
  const confirm = mailLink(authSecret, { does: "confirm", id }, now());
  const sender = requireMail(mail);
  return sender.send(to, confirmation({ id: `confirm.${id}.${randomUUID()}`, home: sender.home, confirm, username }));
}
