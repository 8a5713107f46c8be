import { NextRequest } from "next/server";
import { openRefusal } from "#lib/auth/refusal.ts";
import { instance } from "#lib/instance.ts";
import * as begin from "../../../sign-in/[provider]/route.ts";
import * as auth from "../[...nextauth]/route.ts";

export const origin = "http://belfry.example";

interface Sent {
  method?: string;
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

/** As much of a browser as signing in takes: cookies, and redirects one at a time. Our addresses go to the handlers. */
export class Browser {
  readonly cookies = new Map<string, Map<string, string>>();

  /** Asks one address and follows nothing. */
  async ask(address: string, { method = "GET", form, headers = {} }: Sent = {}): Promise<Response> {
    const url = new URL(address, origin);
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    const init = {
      method,
      redirect: "manual" as const,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
    };
    const response = await (url.origin === origin ? ours(url, init) : fetch(url, init));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const ended = /max-age=0\b/i.test(cookie) || value === "";
      if (ended) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Where an address leads next. @throws Error when it leads nowhere */
  async next(address: string, sent?: Sent): Promise<string> {
    const response = await this.ask(address, sent);
    const location = response.headers.get("location");
    if (location === null)
      throw new Error(`${address} answers ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return new URL(location, new URL(address, origin)).href;
  }

  /** Follows the page's link: on to the provider. */
  begin(provider: string, from = "/"): Promise<string> {
    return this.next(`/sign-in/${provider}?from=${encodeURIComponent(from)}`);
  }

  /** The value of the cookie that holds the session. */
  session(): string | undefined {
    return this.cookies.get(new URL(origin).host)?.get("belfry-session");
  }

  async isSignedIn(): Promise<boolean> {
    return Object.keys((await (await this.ask("/api/auth/session")).json()) as object).length > 0;
  }

  /** Another browser with the same cookies. */
  copy(): Browser {
    const other = new Browser();
    for (const [host, jar] of this.cookies) other.cookies.set(host, new Map(jar));
    return other;
  }
}

async function ours(
  url: URL,
  init: { method: string; headers: Record<string, string>; body?: string },
): Promise<Response> {
  const request = new NextRequest(url, init);
  const [, first, ...rest] = url.pathname.split("/");
  if (first === "sign-in" && rest[0] !== undefined)
    return begin.GET(request, { params: Promise.resolve({ provider: rest[0] }) });
  if (!url.pathname.startsWith("/api/auth/")) return new Response(`page ${url.pathname}`);
  const handler = init.method === "POST" ? auth.POST : auth.GET;
  return handler(request, { params: Promise.resolve({ nextauth: rest.slice(1) }) });
}

/** Why it led to the sign-in page, in the words shown there. @throws Error when it led elsewhere */
export async function refusedAt(address: string): Promise<string> {
  const { pathname, searchParams } = new URL(address);
  if (pathname !== "/sign-in") throw new Error(`it led to ${address}`);
  const refusal = await openRefusal(instance().authSecret, searchParams.get("refused") ?? "");
  return refusal ? `${refusal.title}. ${refusal.detail}` : `error ${searchParams.get("error")}`;
}
