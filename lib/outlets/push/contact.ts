import type { Env } from "#lib/env.ts";

/** Whom a push service may write to about what we push: where Belfry is, if that is https, else whom its mails are from. */
export function contactOf({ AUTH_URL, MAIL_FROM }: Pick<Env, "AUTH_URL" | "MAIL_FROM">): string {
  if (AUTH_URL?.startsWith("https://")) return AUTH_URL;
  const address = MAIL_FROM && (/<([^<>]+)>/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM).trim();
  return `mailto:${address ?? "belfry@localhost.invalid"}`;
}
