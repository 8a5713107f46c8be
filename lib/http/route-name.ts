import { basePath } from "#lib/base-path.ts";
import { catalogue } from "./openapi/catalogue.ts";

/** The pages, which no endpoint declares; `{id}` for a part that varies. */
const pages = ["/", "/sign-in", "/settings", "/docs", "/hub/notifications", "/hub/notifications/{id}", "/admin/origins", "/admin/origins/{origin}", "/admin/people", "/admin/audit"];

interface Named {
  name: string;
  parts: string[];
}

const split = (path: string) => path.split("/").slice(1);
const isPlace = (part: string) => part.startsWith("{");

let known: Named[] | undefined;

function routes(): Named[] {
  const paths = new Set([...catalogue().map(({ declared }) => declared.path), ...pages]);
  // Those with fewer places first: what is spelled out wins over what varies.
  known ??= [...paths].map((name) => ({ name, parts: split(name) })).sort((a, b) => a.parts.filter(isPlace).length - b.parts.filter(isPlace).length);
  return known;
}

/** Which of our routes an address belongs to, as the OpenAPI document writes it; `static`, `sign-in` or `other` for the rest. */
export function routeName(url: string): string {
  const whole = url.split("?", 1)[0] ?? "";
  if (!whole.startsWith(basePath)) return "other";
  const path = whole.slice(basePath.length).replace(/\/$/, "") || "/";
  if (path.startsWith("/_next/")) return "static";
  if (path.startsWith("/api/auth/")) return "/api/auth";
  const parts = split(path);
  const found = routes().find((route) => route.parts.length === parts.length && route.parts.every((part, n) => isPlace(part) || part === parts[n]));
  return found?.name ?? "other";
}
