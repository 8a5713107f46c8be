import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { version } from "#lib/version.ts";
import { breaks, type Promised } from "./breaks.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "docs/openapi");
const fileOf = (each: string) => path.join(folder, `${each}.json`);

/** What the API promises, as the code has it. */
export const promisedNow = (): Promised => JSON.parse(JSON.stringify(openApiDocument(""))) as Promised;

/** Names of fields may be the same words as those of the document. */
const inFields = new Set(["properties", "schemas", "headers", "mapping"]);

const isWords = (key: string, value: unknown) =>
  ["summary", "tags", "example", "examples", "securitySchemes"].includes(key) ||
  (key === "description" && typeof value === "string");

/** Without words and examples, which may change. */
function kept(value: unknown, fields = false): unknown {
  if (Array.isArray(value)) return value.map((each) => kept(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => fields || !isWords(key, inner))
      .map(([key, inner]) => [key, kept(inner, inFields.has(key) && !fields)]),
  );
}

/** What is kept of this version. */
function textToKeep(): string {
  const { openapi, paths, components } = openApiDocument("");
  return `${JSON.stringify({ openapi, info: { title: "Belfry", version }, ...(kept({ paths, components }) as object) })}\n`;
}

/** Writes what this version promises to `docs/openapi/`. @returns the file */
export function keepPromise(): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(version), textToKeep());
  return path.relative(root, fileOf(version));
}

/** What CHANGELOG.md says of the version that comes: all up to the second heading of one. */
const changes = () => readFileSync(path.join(root, "CHANGELOG.md"), "utf8").split(/^## /m)[1] ?? "";

/**
 * What is broken and not declared: against the newest document that is kept, and against that of the last version before
 * this one, which a document of this one that was kept since does not hide.
 */
export function undeclaredBreaks(now: Promised = promisedNow()): string[] {
  const versions = readdirSync(folder)
    .map((name) => path.basename(name, ".json"))
    .toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }));
  const against = new Set(
    [versions[0], versions.find((each) => each !== version)].filter((each) => each !== undefined),
  );
  const found = [...against].flatMap((each) => breaks(JSON.parse(readFileSync(fileOf(each), "utf8")) as Promised, now));
  const declared = changes();
  return [...new Set(found)].filter((fault) => !declared.includes(fault));
}

/** Why what is here may not go out, in words; undefined where it may. A version without its day may lack its document. */
export function whyNotReleased(): string | undefined {
  const undeclared = undeclaredBreaks();
  if (undeclared.length > 0)
    return `it breaks what was promised, and CHANGELOG.md does not say so (docs/api-versions.md):\n${undeclared.join("\n")}`;
  const out = /^\S+ - \d{4}-/.test(changes());
  return out && readFileSync(fileOf(version), "utf8") !== textToKeep()
    ? `docs/openapi/${version}.json is not what this version promises; npm run keep:document`
    : undefined;
}
