import type { Endpoint } from "./endpoint.ts";

/**
 * What every answer of a deprecated endpoint says: since when it is (RFC 9745), and when it ends at the earliest (RFC 8594).
 * @see docs/api-versions.md
 */
export function deprecationHeaders({ deprecated }: Pick<Endpoint, "deprecated">): Record<string, string> {
  if (!deprecated) return {};
  return { Deprecation: `@${deprecated.since.getTime() / 1000}`, Sunset: deprecated.ends.toUTCString() };
}
