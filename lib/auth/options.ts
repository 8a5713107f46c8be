import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { noteSignIn } from "#lib/audit/note-sign-in.ts";
import { BelfryError } from "#lib/errors.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { announce } from "#lib/live/bus.ts";
import { rightsTopic } from "#lib/live/notice.ts";
import { tell } from "#lib/metrics/tell.ts";
import { followGroups } from "#lib/origins/follow-groups.ts";
import { admit } from "#lib/people/admit.ts";
import { authenticate } from "#lib/people/authenticate.ts";
import { sessionPerson, type Person } from "#lib/people/person.ts";
import type { Attempt } from "./attempt.ts";
import { sessionAgeS, signInCookies } from "./cookie.ts";
import { configuredProviders } from "./providers/configured.ts";
import type { Arrival } from "./providers/provider.ts";
import { loggable } from "./providers/refusal-for.ts";
import { failed, notAdmitted } from "./refusal.ts";
import { ways } from "./ways.ts";

/** What a session's cookie says, signed and encrypted: who, and which version of their rights. */
export interface SessionClaims {
  personId: number;
  sessionVersion: number;
}

/** next-auth's settings for one request, which tells `attempt` what came of it. */
export function authOptions(running: Instance, attempt: Attempt): NextAuthOptions {
  const ctx = systemCtx(running);
  return {
    secret: running.authSecret,
    session: { strategy: "jwt", maxAge: sessionAgeS },
    cookies: signInCookies(running.env),
    providers: [
      CredentialsProvider({
        name: "Belfry",
        credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
        async authorize(credentials) {
          const { username = "", password = "" } = credentials ?? {};
          const { address } = attempt;
          const found = await authenticate(ctx, { username: username.trim(), password, address });
          if (!found) return null;
          await noteSignIn(ctx.db, { account: found, succeeded: true, provider: "local", address });
          attempt.person = found;
          return { id: String(found.id) };
        },
      }),
      ...configuredProviders(running, attempt),
    ],
    callbacks: {
      async signIn({ user, account }) {
        if (account?.type !== "oauth") return true;
        return letIn(running, attempt, user as unknown as Arrival);
      },
      async jwt({ token, user }) {
        const found = (user as unknown) === undefined ? await sessionPerson(ctx, token as unknown as SessionClaims) : attempt.person;
        // next-auth then takes the cookie away.
        if (!found) throw new Error("the session has ended");
        return sessionToken(found);
      },
      redirect({ url, baseUrl }) {
        const asked = URL.parse(url, baseUrl);
        return asked?.origin === baseUrl ? asked.href : baseUrl;
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
      error: (code, metadata) => {
        const error = metadata instanceof Error ? metadata : metadata.error;
        running.log[code === "JWT_SESSION_ERROR" ? "debug" : "warn"]({ code, reason: loggable(error) }, "sign-in");
      },
      warn: (code) => running.log.debug({ code }, "sign-in"),
      debug: () => undefined,
    },
  };
}

/** All that a session's cookie holds. */
export function sessionToken({ id, username, sessionVersion }: Person): JWT & SessionClaims {
  return { sub: String(id), name: username, personId: id, sessionVersion };
}

/** Admits whom a provider vouches for, with what it says of them now. */
async function letIn(running: Instance, attempt: Attempt, { vouched, groups }: Arrival): Promise<boolean> {
  const ctx = systemCtx(running);
  const { provider } = vouched;
  const { address } = attempt;
  const name = ways(running.env).find(({ id }) => id === provider)?.name ?? provider;
  try {
    const person = await admit(ctx, vouched);
    if (groups) await followGroups(ctx, { personId: person.id, groups });
    await noteSignIn(ctx.db, { account: person, succeeded: true, provider, address });
    tell("signIn", { result: "succeeded" });
    attempt.person = person;
    return true;
  } catch (error) {
    const refused = error instanceof BelfryError;
    attempt.refusal = refused ? notAdmitted(name, error.message) : failed(name);
    tell("signIn", { result: "failed" });
    if (refused) await noteSignIn(ctx.db, { account: undefined, succeeded: false, provider, address });
    else running.log.error({ err: error }, "sign-in failed");
    return false;
  }
}
