import type { NextAuthOptions } from "next-auth";
import { encode } from "next-auth/jwt";
import CredentialsProvider from "next-auth/providers/credentials";
import { noteSignIn } from "#lib/audit/note-sign-in.ts";
import { BelfryError } from "#lib/errors.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { emit } from "#lib/diagnostics.ts";
import { followGroups, joinAwaited } from "#lib/origins/take-in.ts";
import { provisionAccount, vouchedAccount } from "#lib/people/provision-account.ts";
import { authenticate } from "#lib/people/authenticate.ts";
import { endSession } from "#lib/people/end-session.ts";
import { noteFailure } from "#lib/people/failed-sign-ins.ts";
import { sessionPerson } from "#lib/people/person.ts";
import type { Attempt } from "./attempt.ts";
import { sessionAgeS, signInCookies } from "./cookie.ts";
import { offeredProviders } from "./offered-providers.ts";
import { configuredProviders } from "./providers/configured.ts";
import type { Arrival } from "./providers/provider.ts";
import { loggable } from "./providers/refusal-for.ts";
import { failed, notAdmitted } from "./refusal.ts";
import { readClaims, sealSession, sessionToken } from "./session-token.ts";

/** next-auth's settings for one request, which tells `attempt` what came of it. */
export function authOptions(running: Instance, attempt: Attempt): NextAuthOptions {
  const ctx = systemCtx(running);
  // next-auth answers what breaks here as if a password were wrong, or not at all.
  const telling = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      attempt.failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  };
  return {
    secret: running.authSecret,
    session: { strategy: "jwt", maxAge: sessionAgeS },
    // Also seals what a provider's round trip takes along.
    jwt: {
      encode: (asked) => {
        const session = readClaims(asked.token);
        return session ? sealSession(asked.secret as string, { ...asked.token, ...session }) : encode(asked);
      },
    },
    cookies: signInCookies(running.env),
    providers: [
      CredentialsProvider({
        name: "Belfry",
        credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
        authorize: (credentials) =>
          telling(async () => {
            const { username = "", password = "" } = credentials ?? {};
            const { address } = attempt;
            const found = await authenticate(ctx, { username: username.trim(), password, address });
            if (!found) return null;
            await noteSignIn(ctx.db, { account: found, succeeded: true, provider: "local", address });
            attempt.person = found;
            return { id: String(found.id) };
          }),
      }),
      ...configuredProviders(running, attempt),
    ],
    callbacks: {
      async signIn({ user, account }) {
        if (account?.type !== "oauth") return true;
        return letIn(running, attempt, user as unknown as Arrival);
      },
      async jwt({ token, user }) {
        const session = (user as unknown) === undefined ? readClaims(token) : undefined;
        const found = session ? await telling(() => sessionPerson(ctx, session)) : attempt.person;
        // next-auth then takes the cookie away.
        if (!found) throw new Error("the session has ended");
        return sessionToken(found, session);
      },
      session: ({ session, token }) => ({
        ...session,
        expires: new Date((readClaims(token)?.exp ?? 0) * 1000).toISOString(),
      }),
      redirect({ url, baseUrl }) {
        const asked = URL.parse(url, baseUrl);
        return asked?.origin === baseUrl ? asked.href : baseUrl;
      },
    },
    events: {
      async signOut({ token }) {
        const session = readClaims(token);
        if (session) await telling(() => endSession(ctx, { ...session, expiresAt: new Date(session.exp * 1000) }));
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

/** Admits whom a provider vouches for, with what it says of them now. */
async function letIn(running: Instance, attempt: Attempt, { vouched, groups, refused }: Arrival): Promise<boolean> {
  const ctx = systemCtx(running);
  const { provider } = vouched;
  const { address } = attempt;
  const name = offeredProviders(running.env).find(({ id }) => id === provider)?.name ?? provider;
  try {
    const person = refused === undefined ? await provisionAccount(ctx, vouched) : await vouchedAccount(ctx, vouched);
    // Groups that ended end for who is refused, too.
    if (person && groups) {
      const source = provider === "oidc" ? "oidc" : "hub";
      await followGroups(ctx, { personId: person.id, username: person.username, groups, source });
    }
    if (refused !== undefined || !person) throw new BelfryError("forbidden", refused ?? "There is no such account.");
    await joinAwaited(ctx, { personId: person.id, username: person.username });
    await noteSignIn(ctx.db, { account: person, succeeded: true, provider, address });
    emit("signIn", { result: "succeeded" });
    attempt.person = person;
    return true;
  } catch (error) {
    const isOurs = error instanceof BelfryError;
    attempt.refusal = isOurs ? notAdmitted(name, error.message) : failed(name);
    emit("signIn", { result: "failed" });
    // One that is over a limit is refused with the reason it has anyway.
    if (isOurs) await noteFailure(ctx, { account: await vouchedAccount(ctx, vouched), provider, address });
    else running.log.error({ err: error }, "sign-in failed");
    return false;
  }
}
