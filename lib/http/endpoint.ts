import type { z } from "zod";
import type { Scope } from "#lib/ctx.ts";

/**
 * Who may call: anyone at all, whoever says who they are, or who holds a scope (`publish`: for at least one origin; `origin`:
 * `admin` or that). The verb knows for which origins.
 */
export type Guard = "anyone" | "known" | "origin" | Exclude<Scope, `publish:${string}`>;

/** Headers by name: what each is for, in words (a text), or as a schema that also says what it may be. */
export type Headers = Record<string, string | z.ZodType>;

/** One answer an endpoint gives, for the OpenAPI document. */
export interface Answer {
  description: string;
  body?: z.ZodType;
  /** The media type of a body that is not JSON. */
  type?: string;
  headers?: Headers;
}

/**
 * One endpoint as data: what `route` checks, and what the OpenAPI document says, are the same.
 * `path` is as OpenAPI writes it: `/notifications/{origin}`.
 */
export interface Endpoint<P = unknown, Q = unknown, B = unknown> {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: `/${string}`;
  summary: string;
  description?: string;
  guard: Guard;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** Media types of a body that the handler reads by itself, as it came: a signature is of its very bytes. */
  takes?: string[];
  /** Header names (lower-case) the endpoint reads, and what they do. */
  headers?: Headers;
  answers: Record<number, Answer>;
  /** It works, and will not for ever: since when that is known, when it ends at the earliest, and what to use instead. */
  deprecated?: { since: Date; ends: Date; instead: string };
}

/** Declares an endpoint; the types of its parts come from its schemas. */
export function endpoint<P, Q, B>(declared: Endpoint<P, Q, B>): Endpoint<P, Q, B> {
  return declared;
}
