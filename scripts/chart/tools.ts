import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../demo/build.ts";
import { keptFolder } from "../python/kept-folder.ts";
import { schemasOf, type Definitions } from "./schemas.ts";

const folderOfPins = path.join(import.meta.dirname, "pins");

/** What the chart makes, and the bundled Postgres. */
const kinds = [
  "v1/Secret",
  "v1/Service",
  "v1/ServiceAccount",
  "apps/v1/Deployment",
  "apps/v1/StatefulSet",
  "networking.k8s.io/v1/Ingress",
  "networking.k8s.io/v1/NetworkPolicy",
  "policy/v1/PodDisruptionBudget",
];

/** Programs that look at a chart. */
export interface ChartTools {
  helm: string;
  kubeconform: string;
  /** Where kubeconform finds the schemas of {@link kinds}. */
  schemas: string;
}

/** Why they can't be had here; nothing when they can. */
export function whyNoChartTools(): string | undefined {
  return spawnSync("go", ["version"]).status === 0 ? undefined : "no Go to build helm and kubeconform with";
}

/**
 * helm and kubeconform, built from the pinned Go modules and kept while the pins are the same. The schemas are made of the
 * document of Kubernetes that lies in a module of helm's: those that kubeconform would ask for are on another machine.
 * @throws Error when they can't be built
 */
export function ensureChartTools(): Promise<ChartTools> {
  const pins = ["go.mod", "go.sum"].map((name) => [name, readFileSync(path.join(folderOfPins, name), "utf8")] as const);
  return keptFolder({
    name: "chart",
    pins: JSON.stringify([pins, kinds]),
    async make(folder) {
      mkdirSync(path.join(folder, "schemas"), { recursive: true });
      for (const [name, text] of pins) writeFileSync(path.join(folder, name), text);
      process.stderr.write("belfry: building helm and kubeconform (two minutes, once) …\n");
      const env = { ...process.env, GOBIN: path.join(folder, "bin"), CGO_ENABLED: "0" };
      await run("go", ["-C", folder, "install", "-ldflags=-s -w", "tool"], env);
      writeSchemas(folder);
    },
    find(folder) {
      const program = (name: string) => path.join(folder, "bin", process.platform === "win32" ? `${name}.exe` : name);
      const tools = {
        helm: program("helm"),
        kubeconform: program("kubeconform"),
        schemas: path.join(folder, "schemas"),
      };
      return existsSync(tools.helm) && existsSync(tools.kubeconform) ? tools : undefined;
    },
  });
}

function writeSchemas(folder: string): void {
  const asked = ["-C", folder, "list", "-m", "-f", "{{.Dir}}", "k8s.io/cli-runtime"];
  const { stdout } = spawnSync("go", asked, { encoding: "utf8" });
  const file = path.join(stdout.trim(), "artifacts/openapi/swagger.json");
  const { definitions } = JSON.parse(readFileSync(file, "utf8")) as { definitions: Definitions };
  for (const [name, schema] of Object.entries(schemasOf(definitions, kinds)))
    writeFileSync(path.join(folder, "schemas", name), JSON.stringify(schema));
}
