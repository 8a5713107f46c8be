import { basePath } from "#lib/base-path.ts";
import { catalogue } from "./openapi/catalogue.ts";

/** The pages, which no endpoint declares; `{id}` for a part that varies. */
const pages = [
  "/",
  "/sign-in",
  "/settings",
  "/docs",
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
  parts: string[];
  /** Left out for a page. */
  methods: string[] | undefined;
}

const split = (path: string) => path.split("/").slice(1);
const isPlace = (part: string) => part.startsWith("{");

let known: Named[] | undefined;

function routes(): Named[] {
  known ??= listed();
  return known;
}

function listed(): Named[] {
  const methods = Map.groupBy(catalogue(), ({ declared }) => declared.path);
  const names = [...new Set([...methods.keys(), ...pages])];
  const routes = names.map((name) => ({
    name,
    parts: split(name),
    methods: methods.get(name as `/${string}`)?.map(({ declared }) => declared.method.toUpperCase()),
  }));
  // Those with fewer places first: what is spelled out wins over what varies.
  return routes.sort((a, b) => a.parts.filter(isPlace).length - b.parts.filter(isPlace).length);
}

function find(path: string): Named | undefined {
  const parts = split(path);
  return routes().find(
    (route) =>
      route.parts.length === parts.length && route.parts.every((part, n) => isPlace(part) || part === parts[n]),
  );
}

/** The path of an address below where we are mounted; nothing for one that is not ours. */
function pathOf(url: string): string | undefined {
  const whole = url.split("?", 1)[0] ?? "";
  return whole.startsWith(basePath) ? whole.slice(basePath.length).replace(/\/$/, "") || "/" : undefined;
}

/**
 * Which methods an address knows: what its endpoints declare, and the two that follow from it.
 * @returns nothing for pages, files and addresses nobody has
 */
export function methodsOf(url: string): string[] | undefined {
  const path = pathOf(url);
  const declared = path === undefined ? undefined : find(path)?.methods;
  return declared && [...declared, ...(declared.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}

/** Which of our routes an address belongs to, as the OpenAPI document writes it; `static`, `sign-in` or `other` for the rest. */
export function routeName(url: string): string {
  const path = pathOf(url);
  if (path === undefined) return "other";
  if (path.startsWith("/_next/")) return "static";
  if (path.startsWith("/api/auth/")) return "/api/auth";
  return find(path)?.name ?? "other";
}
