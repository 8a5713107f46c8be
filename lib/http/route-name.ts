import { basePath } from "#lib/env.ts";
import { catalogue } from "./openapi/catalogue.ts";
import { PathTable } from "./path-table.ts";

/** The pages, which no endpoint declares. */
const pages = [
  "/",
  "/sign-in",
  "/settings",
  "/settings/outlets",
  "/mail/{link}",
  "/docs",
  "/docs/{page}",
  "/hub/notifications",
  "/hub/notifications/{id}",
  "/admin/origins",
  "/admin/origins/{origin}",
  "/admin/people",
  "/admin/people/{id}",
  "/admin/audit",
];

interface Named {
  name: string;
  /** Left out for a page. */
  methods?: string[];
}

let known: PathTable<Named> | undefined;

function names(): PathTable<Named> {
  known ??= new PathTable<Named>([
    ...pages.map((name) => [name, { name }] as const),
    ...Map.groupBy(catalogue(), ({ declared }) => declared.path)
      .entries()
      .map(
        ([name, all]) => [name, { name, methods: all.map(({ declared }) => declared.method.toUpperCase()) }] as const,
      ),
  ]);
  return known;
}

/** The path of an address below where we are mounted, without its query or fragment; nothing for one that is not ours. */
export function pathOf(url: string): string | undefined {
  const whole = url.split(/[?#]/, 1)[0] ?? "";
  return whole.startsWith(basePath) ? whole.slice(basePath.length) || "/" : undefined;
}

function find(url: string): Named | undefined {
  const path = pathOf(url);
  return path === undefined ? undefined : names().find(path.replace(/(?<=.)\/$/, ""))?.value;
}

/**
 * Which methods an address knows: what its endpoints declare, and the two that follow from it.
 * @returns nothing for pages, files and addresses nobody has
 */
export function methodsOf(url: string): string[] | undefined {
  const declared = find(url)?.methods;
  return declared && [...declared, ...(declared.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}

/** Which of our routes an address belongs to, as the OpenAPI document writes it; `static`, `sign-in` or `other` for the rest. */
export function routeName(url: string): string {
  const path = pathOf(url);
  if (path === undefined) return "other";
  if (path.startsWith("/_next/")) return "static";
  if (path.startsWith("/api/auth/")) return "/api/auth";
  return find(url)?.name ?? "other";
}
