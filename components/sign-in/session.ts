import { address } from "../http/address.ts";
import { type Answer, type Action } from "../http/answer.ts";
import { RequestError } from "../http/request-error.ts";
import { requestJson } from "../http/request.ts";
import { forgetSeen } from "../offline/forget-seen.ts";
import { errorWords, tooManyWords } from "./error-words.ts";

/** As any program does: a csrf token first. `wordsOf` says why it did not work. */
async function post(
  path: `/${string}`,
  fields: Record<string, string>,
  wordsOf: (response: Response) => string,
): Promise<Answer<void>> {
  const { csrfToken } = await requestJson<{ csrfToken: string }>("/api/auth/csrf");
  const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
  const response = await fetch(address(path), { method: "POST", body }).catch(() => undefined);
  if (!response) throw new RequestError(0, "Belfry did not answer. Check your connection.");
  return response.ok ? { done: undefined } : { refused: { message: wordsOf(response), errors: [] } };
}

/** Signs in with a local account. */
export const signIn: Action<{ username: string; password: string }> = (given) =>
  post("/api/auth/callback/credentials", given, ({ status, headers }) => {
    if (status === 401) return errorWords("CredentialsSignin");
    if (status === 429) return tooManyWords(Number(headers.get("retry-after") ?? 60));
    return `Signing in failed: Belfry answered with HTTP ${status}.`;
  });

/** Ends the session. Nothing of it stays in this browser. */
export const signOut: Action<undefined> = async () => {
  const answer = await post(
    "/api/auth/signout",
    {},
    ({ status }) => `Signing out failed: Belfry answered with HTTP ${status}.`,
  );
  if (!("refused" in answer)) await forgetSeen();
  return answer;
};
