import type { NextRequest } from "next/server";
import { basePath } from "#lib/env.ts";
import type { Instance } from "#lib/instance.ts";
import { addressOf } from "./address.ts";
import { askNextAuth, type Question } from "./ask-next-auth.ts";
import type { Attempt } from "./attempt.ts";
import { signInCookies } from "./cookie.ts";
import { offeredProviders } from "./offered-providers.ts";
import { authOptions } from "./options.ts";
import { deniedBy, sealRefusal, stale, unreachable } from "./refusal.ts";
import { returnTo } from "./return-to.ts";

/** A request about somebody's session. */
export interface Asked {
  request: NextRequest;
  /** Our own address as browsers see it. */
  origin: string;
  /** What comes after `/api/auth/`. */
  path: string;
  /** The body's. */
  fields?: Record<string, string>;
}

/**
 * Answers one of next-auth's endpoints. Whoever it would show a page of its own is led to ours, which says why.
 * @throws what broke here, such as a database that is away, or a limit's BelfryError `too-many`
 */
export async function answerAuth(running: Instance, asked: Asked): Promise<Response> {
  const { path, request } = asked;
  const question = questionOf(running, asked);
  const attempt: Attempt = { address: addressOf(request) };
  const [action, id] = path.split("/");
  const provider = offeredProviders(running.env).find((each) => each.id === id);
  const code = action === "callback" && provider ? request.nextUrl.searchParams.get("error") : null;
  if (provider && code !== null) {
    running.log.info({ provider: provider.id, code: code.slice(0, 100) }, "sign-in refused by the provider");
    attempt.refusal = code === "access_denied" ? deniedBy(provider.name) : unreachable(provider.name);
    return toSignInPage(running, { question, answer: new Response(), attempt, code: "" });
  }
  const answer = await askNextAuth(authOptions(running, attempt), question);
  if (attempt.failure) throw attempt.failure;
  return onOurPages(running, { answer, attempt, question });
}

/** A request as next-auth is asked. It never sees a way back that is not ours. */
export function questionOf(running: Pick<Instance, "env">, { request, origin, path, fields }: Asked): Question {
  const {
    callbackUrl: { name },
  } = signInCookies(running.env);
  const { [name]: kept, ...cookies } = Object.fromEntries(
    request.cookies.getAll().map((cookie) => [cookie.name, cookie.value]),
  );
  const { callbackUrl: asked, ...query } = Object.fromEntries(request.nextUrl.searchParams);
  const callbackUrl = returnTo(origin, fields?.["callbackUrl"] ?? asked ?? kept);
  return {
    method: request.method,
    path,
    // What is in the address when somebody begins would go on to the provider.
    query: request.method === "GET" ? { ...query, callbackUrl } : {},
    body: { ...fields, callbackUrl },
    returnTo: callbackUrl,
    cookies,
    headers: Object.fromEntries(request.headers),
    origin,
  };
}

/** Codes that our page has words for. */
const known = new Set(["CredentialsSignin", "SessionRequired"]);

interface Asking {
  question: Question;
  answer: Response;
  attempt: Attempt;
}

/** next-auth's answer, or the way to our own page where it would show one of its own. */
export async function onOurPages(running: Instance, { question, answer, attempt }: Asking): Promise<Response> {
  const code = codeOfPage(answer, question);
  if (code === undefined) return answer;
  const [action, id] = question.path.split("/");
  const provider = offeredProviders(running.env).find((each) => each.id === id);
  // It checks cookies and discovers issuers by itself, and tells no more than that it failed.
  if (provider && code !== "")
    attempt.refusal ??= action === "callback" ? stale(provider.name) : unreachable(provider.name);
  return toSignInPage(running, { question, answer, attempt, code });
}

/** What next-auth's own page would be about: a code, or nothing in particular. Undefined for an answer that is no page. */
function codeOfPage(answer: Response, { origin }: Question): string | undefined {
  const location = answer.headers.get("location");
  if (location === null) return answer.headers.get("content-type") === "application/json" ? undefined : "";
  const { origin: site, pathname, searchParams } = new URL(location, origin);
  const pages = ["error", "signin", "signout"].map((page) => `${basePath}/api/auth/${page}`);
  return site === origin && pages.includes(pathname) ? (searchParams.get("error") ?? "") : undefined;
}

async function toSignInPage(
  running: Instance,
  { question, answer, attempt: { refusal }, code }: Asking & { code: string },
): Promise<Response> {
  const { pathname, search, hash } = new URL(question.returnTo);
  const from = `${pathname.slice(basePath.length)}${search}${hash}`;
  const page = new URL(`${question.origin}${basePath}/sign-in`);
  if (from.length > 1) page.searchParams.set("from", from);
  if (refusal) page.searchParams.set("refused", await sealRefusal(running.authSecret, refusal));
  else if (code !== "") page.searchParams.set("error", known.has(code) ? code : "Failed");
  const headers = new Headers({ Location: page.href, "Cache-Control": "private, no-cache" });
  for (const cookie of answer.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 302, headers });
}
