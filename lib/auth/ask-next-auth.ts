import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { basePath, letNextAuthTrustHeaders } from "#lib/env.ts";

/** One request to next-auth's own endpoints. */
export interface Question {
  method: string;
  /** What comes after `/api/auth/`: `signin/github`. */
  path: string;
  query: Record<string, string>;
  body: Record<string, string>;
  cookies: Record<string, string>;
  headers: Record<string, string>;
  /** Our own address as browsers see it: `https://belfry.example.org`. */
  origin: string;
  /** An address of ours to go on to, with host and base path; also in the query or the body. */
  returnTo: string;
}

letNextAuthTrustHeaders();

/**
 * Asks next-auth. Its handler for the app router takes our address from the environment or from the request as it came,
 * and neither knows of a base path; the one for the pages router takes what it is given.
 * @see docs/decisions/0017-asking-next-auth.md
 */
export async function askNextAuth(
  options: NextAuthOptions,
  { method, path, query, body, cookies, headers, origin }: Omit<Question, "returnTo">,
): Promise<Response> {
  const { protocol, host } = new URL(origin);
  const request = {
    method,
    query: { ...query, nextauth: path.split("/") },
    body,
    cookies,
    headers: {
      ...headers,
      "x-forwarded-proto": protocol.slice(0, -1),
      "x-forwarded-host": `${host}${basePath}/api/auth`,
    },
  };
  const answer = new Answer();
  await (NextAuth(
    request as unknown as NextApiRequest,
    answer as unknown as NextApiResponse,
    options,
  ) as Promise<unknown>);
  return answer.toResponse();
}

/** As much of Next.js's response as next-auth uses. */
class Answer {
  #status = 200;
  #body: string | null = null;
  readonly #headers = new Map<string, string | string[]>([["cache-control", "private, no-cache"]]);

  status(status: number): this {
    this.#status = status;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  json(value: unknown): void {
    this.setHeader("Content-Type", "application/json");
    this.#body = JSON.stringify(value);
  }

  send(value: unknown): void {
    if (typeof value === "string") this.#body = value;
    else this.json(value);
  }

  end(): void {
    this.#body = null;
  }

  toResponse(): Response {
    const headers = [...this.#headers].flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    );
    return new Response(this.#body, { status: this.#status, headers });
  }
}
