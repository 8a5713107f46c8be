import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { closures } from "../layers.ts";

const root = new URL("../", import.meta.url);
const { imports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  imports: Record<`#${string}/*`, string>;
};

/**
 * Our own files that a file imports by value, as paths below the root; `import()` counts too.
 * @see docs/decisions/0004-subpath-imports.md
 */
export function valueImports(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(new URL(path, root), "utf8"), ts.ScriptTarget.Latest);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
      names.push((node.moduleSpecifier as ts.StringLiteral).text);
    if (ts.isExportDeclaration(node) && !node.isTypeOnly && node.moduleSpecifier)
      names.push((node.moduleSpecifier as ts.StringLiteral).text);
    // What is found out at run time can't be followed.
    const [asked] =
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];
    if (asked && ts.isStringLiteral(asked)) names.push(asked.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names.flatMap((name) => resolved(name, path) ?? []).filter((name) => /\.tsx?$/.test(name));
}

function resolved(name: string, from: string): string | undefined {
  if (name.startsWith(".")) return new URL(name, new URL(from, root)).href.slice(root.href.length);
  const alias = Object.entries(imports).find(([pattern]) => name.startsWith(pattern.slice(0, -1)));
  return alias && alias[1].slice(2, -1) + name.slice(alias[0].length - 1);
}

/** All that a file reaches by value imports, itself first. */
export function closure(path: string): string[] {
  const reached = new Set([path]);
  for (const each of reached) for (const next of valueImports(each)) reached.add(next);
  return [...reached];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  for (const path of asked) process.stdout.write(`${closure(path).join("\n")}\n`);
  for (const [path, most] of asked.length > 0 ? [] : Object.entries(closures)) {
    const reaches = closure(path).length;
    process.stdout.write(`${path} reaches ${reaches} files, ${most} at most\n`);
    if (reaches > most) process.exitCode = 1;
  }
}
