import { address } from "./address.ts";
import { requestJson, RequestError } from "./request-json.ts";

async function csrfToken(): Promise<string> {
  const { csrfToken: token } = await requestJson<{ csrfToken: string }>("/api/auth/csrf");
  return token;
}

async function post(path: `/${string}`, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" });
  const response = await fetch(address(path), { method: "POST", body }).catch(() => undefined);
  if (!response) throw new RequestError(0, "Belfry did not answer. Check your connection.");
  return response;
}

/** What came of a try to sign in; `waitS` is how long to wait after too many wrong ones. */
export type SignInResult = { ok: true } | { ok: false; why: "wrong" } | { ok: false; why: "too-many"; waitS: number };

/**
 * Signs in with a local account, as any program does: a csrf token first, then name and password.
 * @throws RequestError when it could not be tried
 */
export async function signInWithPassword(username: string, password: string): Promise<SignInResult> {
  const response = await post("/api/auth/callback/credentials", { username, password });
  if (response.ok) return { ok: true };
  if (response.status === 401) return { ok: false, why: "wrong" };
  if (response.status === 429)
    return { ok: false, why: "too-many", waitS: Number(response.headers.get("retry-after") ?? 60) };
  throw new RequestError(response.status, `Signing in failed: Belfry answered with HTTP ${response.status}.`);
}

/** Ends the session. @throws RequestError when it could not be ended */
export async function signOut(): Promise<void> {
  const response = await post("/api/auth/signout", {});
  if (!response.ok)
    throw new RequestError(response.status, `Signing out failed: Belfry answered with HTTP ${response.status}.`);
}
