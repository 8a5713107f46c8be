/**
 * `npm run keep:document`: writes what the API promises in this version to `docs/openapi/`, for the test that compares the
 * next one with it. Words and examples are left out: they may change.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import { version } from "#lib/version.ts";

const folder = path.join(import.meta.dirname, "../docs/openapi");
const { openapi, paths, components } = openApiDocument("");
/** Names of fields may be the same words as those of the document. */
const inFields = new Set(["properties", "schemas", "headers", "mapping"]);

function kept(value: unknown, fields = false): unknown {
  if (Array.isArray(value)) return value.map((each) => kept(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => fields || !isWords(key, inner))
      .map(([key, inner]) => [key, kept(inner, inFields.has(key) && !fields)]),
  );
}

const isWords = (key: string, value: unknown) =>
  ["summary", "tags", "example", "examples", "securitySchemes"].includes(key) ||
  (key === "description" && typeof value === "string");

mkdirSync(folder, { recursive: true });
const file = path.join(folder, `${version}.json`);
writeFileSync(
  file,
  `${JSON.stringify({ openapi, info: { title: "Belfry", version }, ...(kept({ paths, components }) as object) })}\n`,
);
console.log(`kept in ${path.relative(process.cwd(), file)}`);
