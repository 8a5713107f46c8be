import type { Instance } from "#lib/instance.ts";
import { addressOf } from "./address.ts";
import { onOurPages, questionOf, type Asked } from "./answer-auth.ts";
import { askNextAuth } from "./ask-next-auth.ts";
import type { Attempt } from "./attempt.ts";
import type { OfferedProvider } from "./offered-providers.ts";
import { authOptions } from "./options.ts";

/**
 * Sends a browser on to a provider. It does what a page would do with next-auth's endpoints: fetch a token against
 * forgery, then send it back with its cookie. Whether the request came from a page of ours is for the caller to check.
 * @param returnTo an address of ours, with host and base path, to come back to
 */
export async function beginSignIn(
  running: Instance,
  { provider, returnTo, ...asked }: Omit<Asked, "path" | "fields"> & { provider: OfferedProvider; returnTo: string },
): Promise<Response> {
  const attempt: Attempt = { address: addressOf(asked.request) };
  const options = authOptions(running, attempt);
  const question = questionOf(running, { ...asked, path: `signin/${provider.id}`, fields: { callbackUrl: returnTo } });
  const first = await askNextAuth(options, { ...question, method: "GET", path: "csrf", query: {} });
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const made = first.headers.getSetCookie();
  const answer = await askNextAuth(options, {
    ...question,
    method: "POST",
    query: {},
    body: { ...question.body, csrfToken },
    cookies: { ...question.cookies, ...Object.fromEntries(made.map(nameAndValue)) },
  });
  for (const cookie of made) answer.headers.append("Set-Cookie", cookie);
  return onOurPages(running, { question, answer, attempt });
}

/** Of a `Set-Cookie` header. */
function nameAndValue(cookie: string): [string, string] {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  return [name, decodeURIComponent(value)];
}
