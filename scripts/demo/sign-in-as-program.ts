/** The `Cookie` header made of what an answer sets, on top of an earlier one. */
function cookieOf(response: Response, before = ""): string {
  const set = response.headers.getSetCookie().map((each) => each.split(";", 1)[0] ?? "");
  return [before, ...set].filter(Boolean).join("; ");
}

/** Tries to sign in as a program does. @returns the answer, and the cookie header that it leaves */
export async function signInAsProgram(
  url: string,
  { username, password, headers = {} }: { username: string; password: string; headers?: Record<string, string> },
): Promise<{ response: Response; cookie: string }> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = cookieOf(csrf);
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie, ...headers },
    body: new URLSearchParams({ username, password, csrfToken }),
    redirect: "manual",
  });
  return { response, cookie: cookieOf(response, cookie) };
}
