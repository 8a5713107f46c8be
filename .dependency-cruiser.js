import { domains, edge, ground } from "./layers.ts";

const any = (names) => `(${names.join("|")})`;
const groundFiles = `^lib/${any(ground)}\\.ts$`;
const test = "\\.test\\.tsx?$|/test/";
/** Browsers and the tables read what a domain calls things; nothing that runs. */
const words =
  "^lib/[^/]+/(schema|outcome|document|links|message|raised|sentence|by-map|variables|lasting|series-times)\\.ts$";
const files = ({ name, face }) => face.map((file) => `${name}/${file}`);

const error = (name, from, to) => ({ name, severity: "error", from, to });

/** What a domain imports of others: those it may, by their faces, and what lies below all. */
const ofDomain = (domain) =>
  error(
    `${domain.name}-imports-what-it-may`,
    { path: `^lib/${domain.name}/`, pathNot: test },
    {
      path: "^lib/",
      pathNot: [
        groundFiles,
        `^lib/${domain.name}/`,
        `^lib/${any(domains.filter(({ name }) => domain.imports.includes(name)).flatMap(files))}\\.ts$`,
        ...(edge.includes(domain.name) ? ["^lib/instance\\.ts$"] : []),
      ],
    },
  );

export default {
  forbidden: [
    error("no-circular", {}, { circular: true }),
    // What stands in scripts/clients runs in a folder with packages of its own (scripts/clients.ts).
    error("no-unresolvable", { pathNot: "^scripts/clients/" }, { couldNotResolve: true }),
    ...domains.map(ofDomain),
    error(
      "faces-are-what-a-domain-shows",
      { path: "^(app|components|scripts|instrumentation\\.ts|lib/(start-)?instance\\.ts)", pathNot: test },
      { path: "^lib/[^/]+/", pathNot: `^lib/${any(domains.flatMap(files))}\\.ts$` },
    ),
    error(
      "every-folder-is-a-domain",
      {},
      { path: "^lib/[^/]+/", pathNot: `^lib/${any(domains.map(({ name }) => name))}/` },
    ),
    error(
      "the-ground-is-level",
      { path: groundFiles },
      { path: "^(lib|app|components|e2e|bench|scripts)/", pathNot: groundFiles },
    ),
    error(
      "words-import-zod-alone",
      { path: "^lib/[^/]+/schema\\.ts$" },
      { pathNot: ["^node_modules/zod", groundFiles, words] },
    ),
    error(
      "an-instance-is-a-type",
      { path: "^lib/instance\\.ts$" },
      { path: "^(lib|db)/", dependencyTypesNot: ["type-only"] },
    ),
    error(
      "the-root-is-imported-by-nobody",
      { pathNot: `^(instrumentation|lib/start-instance)\\.ts$|${test}` },
      { path: "^lib/(start-instance|http/start)\\.ts$" },
    ),
    error(
      "db-imports-words",
      { path: "^db/" },
      { path: "^(lib|app|components|e2e|bench|scripts)/", pathNot: [groundFiles, words] },
    ),
    error(
      "domains-know-no-framework",
      { path: "^lib/", pathNot: `^lib/${any(edge)}/` },
      { path: "^(node_modules/(next|next-auth|react|react-dom)/|app/|components/)" },
    ),
    error("lib-below-app", { path: `^lib/${any(edge)}/`, pathNot: test }, { path: "^(app|components)/" }),
    error(
      "components-see-words-alone",
      { path: "^components/", pathNot: test },
      { path: "^(db|app|lib)/", pathNot: [words, "^lib/(errors|grouped|origin-pattern)\\.ts$"] },
    ),
    error("app-never-imports-db", { path: "^app/", pathNot: "\\.db\\.test\\.ts$" }, { path: "^db/" }),
    error("hooks-import-lib", { path: "^instrumentation\\.ts$" }, { path: "^(db|app|components|e2e|bench|scripts)/" }),
    error(
      "tools-are-imported-by-nobody",
      { path: "^(app|components|db|lib|instrumentation\\.ts)", pathNot: test },
      { path: "^(e2e|bench|scripts)/" },
    ),
    error("scripts-import-no-tests", { path: "^scripts/" }, { path: "^(e2e|bench)/" }),
    error(
      "fan-out-is-pure",
      { path: "^lib/broadcast/(fan-out|post-once|outcome)\\.ts$" },
      {
        path: "^(db|app|components)/|^lib/(auth|http|inbox|jobs|live|people|tokens)/|^node_modules/(next|drizzle-orm|postgres|pg-boss)/",
      },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.next|next-env" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
