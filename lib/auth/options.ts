import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { noteSignIn } from "#lib/audit/note-sign-in.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { announce } from "#lib/live/bus.ts";
import { rightsTopic } from "#lib/live/notice.ts";
import { authenticate } from "#lib/people/authenticate.ts";
import { sessionAgeS, sessionCookie } from "./cookie.ts";

/** What a session's cookie says, signed and encrypted: who, and which version of their rights. */
export interface SessionClaims {
  personId: number;
  sessionVersion: number;
}

/** next-auth's settings, for the running instance. */
export function authOptions(): NextAuthOptions {
  const running = instance();
  return {
    secret: running.authSecret,
    session: { strategy: "jwt", maxAge: sessionAgeS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: { sessionToken: sessionCookie(running.env) },
    providers: [
      CredentialsProvider({
        name: "Belfry",
        credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
        async authorize(credentials, request) {
          const { username = "", password = "" } = credentials ?? {};
          const { "x-forwarded-for": address = "" } = (request.headers ?? {}) as Record<string, string | undefined>;
          const found = await authenticate(systemCtx(running), { username: username.trim(), password, address });
          if (found) await noteSignIn(running.database.db, { account: found, succeeded: true, provider: "local", address });
          return found ? { id: String(found.id), name: found.username, sessionVersion: found.sessionVersion } : null;
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
        const { sessionVersion } = user as unknown as SessionClaims;
        return { ...token, personId: Number(user.id), sessionVersion };
      },
    },
    events: {
      // All their streams end; windows that are still signed in come back by themselves.
      async signOut({ token }) {
        const { personId } = (token ?? {}) as Partial<SessionClaims>;
        if (personId !== undefined) await announce(running.database.db, rightsTopic(personId));
      },
    },
    logger: {
      error: (code, metadata) => running.log.warn({ code, err: metadata instanceof Error ? metadata : metadata.error }, "sign-in"),
      warn: (code) => running.log.debug({ code }, "sign-in"),
      debug: () => undefined,
    },
  };
}
