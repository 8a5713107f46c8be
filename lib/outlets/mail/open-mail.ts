import type { SendMailOptions } from "nodemailer";
import { basePath, type Env } from "#lib/env.ts";
import type { Log } from "#lib/log.ts";
import type { Posted } from "../post.ts";
import type { Letter } from "./letter.ts";

/** The way out for mails. */
export interface Mail {
  /** Where Belfry is, for links: no request says so when a mail is written. */
  home: string;
  /** Hands a letter to the mail server. Never throws. */
  send: (to: string, letter: Letter) => Promise<Posted>;
  close: () => void;
}

/** How long the server has to take the connection and to greet, and between two of its answers. */
const [beginMs, idleMs] = [5000, 10_000];
/** Connections to the server at a time. */
const atOnce = 4;

/**
 * Opens the way to the mail server, and tells the log when that does not let us in: mails wait then, and nothing else does.
 * @returns nothing while `SMTP_URL` is not set: outlets by e-mail are off
 */
export async function openMail(
  { SMTP_URL, MAIL_FROM: from, AUTH_URL }: Pick<Env, "SMTP_URL" | "MAIL_FROM" | "AUTH_URL">,
  log: Log,
): Promise<Mail | undefined> {
  if (SMTP_URL === undefined || from === undefined || AUTH_URL === undefined) return undefined;
  // Not loaded where no mail is sent (docs/decisions/0034-a-light-start.md).
  const { createTransport } = await import("nodemailer");
  const { hostname, password, searchParams } = new URL(SMTP_URL);
  const transport = createTransport({
    url: SMTP_URL,
    pool: true,
    maxConnections: atOnce,
    connectionTimeout: beginMs,
    greetingTimeout: beginMs,
    socketTimeout: idleMs,
    // Nothing in a letter makes the server read files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
    // A password is told to nobody who listens along, unless the address says that this may be.
    ...(password !== "" && !searchParams.has("requireTLS") && { requireTLS: true }),
  });
  transport
    .verify()
    .catch((error: unknown) => log.warn({ reason: reasonOf(error) }, `SMTP_URL: ${hostname} did not let us in`));
  return {
    home: new URL(AUTH_URL).origin + basePath,
    async send(to, letter) {
      try {
        await transport.sendMail({ from, to, ...options(letter, hostname) });
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: reasonOf(error) };
      }
    },
    close: () => transport.close(),
  };
}

function options({ id, subject, text, html, unsubscribe }: Letter, hostname: string): SendMailOptions {
  return {
    subject,
    text,
    html,
    messageId: `<${id}@${hostname}>`,
    // Nobody's absence note answers a machine. https://www.rfc-editor.org/rfc/rfc3834
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      // https://www.rfc-editor.org/rfc/rfc8058
      ...(unsubscribe !== undefined && {
        "List-Unsubscribe": `<${unsubscribe}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
    },
  };
}

/** What the server said, on one line; of what it was sent nothing is in it. */
function reasonOf(error: unknown): string {
  const { message, code, responseCode, response } = error as Error & {
    code?: string;
    responseCode?: number;
    response?: string;
  };
  if (code === "EAUTH") return `the mail server refused our name and password (${responseCode ?? code})`;
  return (response ?? message).replace(/\s+/g, " ").slice(0, 200);
}
