import { builtinModules } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { closure } from "../closures.ts";

/** What is run from an archive beside the application: each brings along the files and packages that it imports. */
const entries = [
  "scripts/start.ts",
  "scripts/healthy.ts",
  "scripts/client/main.ts",
  "scripts/doctor.ts",
  "scripts/backup.ts",
  "scripts/move.ts",
];

/** Our own files that the programs are made of. */
export function programFiles(): string[] {
  return ["scripts/belfry.mjs", "scripts/start.mjs", ...new Set(entries.flatMap(closure))];
}

/** The packages that these files import by value, but for those that come with Next.js's own part. */
export function packagesOf(files: readonly string[]): string[] {
  const names = files.flatMap(imported).map((name) =>
    name
      .split("/")
      .slice(0, name.startsWith("@") ? 2 : 1)
      .join("/"),
  );
  return [...new Set(names)]
    .filter((name) => !/^[.#]|^node:|^next$/.test(name) && !builtinModules.includes(name))
    .sort();
}

function imported(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword
      ? [(statement.moduleSpecifier as ts.StringLiteral).text]
      : [],
  );
}

/** Of a package what Node.js runs as a module: no types, no maps, no second form of it. */
export const isRun = (file: string) =>
  !/\.(d\.[cm]?ts|map|md|markdown|cts|cjs|flow)$/.test(file) &&
  !/(^|\/)(test|tests|docs|__tests__)\//.test(path.posix.normalize(file));
