import { expect } from "vitest";
import { catalogue } from "../openapi/catalogue.ts";

export type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** What is sent beside method and address. */
export interface Sent {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Calls the handler of a route module as Next.js would. */
export async function call(
  handlers: object,
  method: string,
  url: string,
  { token, body, headers = {} }: Sent = {},
  params: Record<string, string> = {},
): Promise<Response> {
  const handler = (handlers as Record<string, Handler | undefined>)[method];
  if (!handler) throw new Error(`there is no ${method} here`);
  const request = new Request(new URL(url, "http://belfry.example"), {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** The answer's JSON, which has to be as the endpoint of that name documents it. */
export async function documented<T>(operationId: string, response: Response): Promise<T> {
  const answer = catalogue().find((each) => each.operationId === operationId)?.declared.answers[response.status];
  expect(answer, `${operationId} answers ${response.status}`).toBeDefined();
  const json = (await response.json()) as T;
  expect(answer?.body?.safeParse(json).error).toBeUndefined();
  return json;
}
