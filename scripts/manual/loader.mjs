import path from "node:path";
import ts from "typescript";
import { read, root } from "./files.ts";
import { readManual } from "./read-manual.ts";

const script = "components/docs/search.ts";

/** Makes a module of the documentation's front page: all of it (next.config.js). Pictures are Next.js' own to serve. */
export default function manualLoader() {
  const { sections, pages, entries, pictures, sources } = readManual(this.getOptions().base);
  for (const file of [...sources, script]) this.addDependency(path.join(root, file));
  this.addContextDependency(path.join(root, "docs/decisions"));
  return [
    ...pictures.map((name, n) => `import picture${n} from "./${name}";`),
    `const pictures = { ${pictures.map((name, n) => `${JSON.stringify(name)}: picture${n}`).join(", ")} };`,
    `const text = ${JSON.stringify(JSON.stringify({ sections, pages, entries }))};`,
    "const placed = text.replace(/(src|width|height):([\\w-]+\\.(?:png|svg))/g, (_, what, name) => pictures[name][what]);",
    "export const manual = JSON.parse(placed);",
    `export const searchScript = ${JSON.stringify(plainScript())};`,
    "",
  ].join("\n");
}

/** Without its types and comments. */
function plainScript() {
  const { ESNext } = ts.ScriptTarget;
  const compilerOptions = { target: ESNext, module: ts.ModuleKind.ESNext, removeComments: true };
  return ts.transpileModule(read(script), { compilerOptions }).outputText;
}
