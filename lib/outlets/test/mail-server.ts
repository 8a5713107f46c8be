import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { makeCa } from "#lib/jupyterhub/test/certificates.ts";

/** A mail as it came to the server. */
export interface CameMail {
  from: string;
  to: string[];
  /** Whether it came encrypted, and as whom. */
  secure: boolean;
  user: string | undefined;
  raw: string;
}

export interface MailServer {
  /** With name and password. */
  url: string;
  caFile: string;
  came: CameMail[];
  /** What it says to the next mails instead of taking them. */
  refuse: string | undefined;
  close: () => Promise<void>;
}

/** Starts a server that takes mails from `belfry` alone, encrypted (STARTTLS), with a certificate of a CA of the test's own. */
export async function startMailServer(): Promise<MailServer> {
  const ca = makeCa();
  const { key, cert } = ca.issue("127.0.0.1");
  const server = new SMTPServer({
    key: readFileSync(key),
    cert: readFileSync(cert),
    authMethods: ["PLAIN"],
    onAuth({ username = "", password = "" }, _session, done) {
      if (username === "belfry" && password === "hunter2") done(null, { user: username });
      else done(new Error("no such user"));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (started.refuse !== undefined) return done(Object.assign(new Error(started.refuse), { responseCode: 451 }));
        const { mailFrom, rcptTo } = session.envelope;
        started.came.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user as string | undefined,
          raw: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  // A client that finds the certificate wrong hangs up, as it should.
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  const started: MailServer = {
    url: `smtp://belfry:hunter2@127.0.0.1:${port}`,
    caFile: ca.file,
    came: [],
    refuse: undefined,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
  return started;
}
