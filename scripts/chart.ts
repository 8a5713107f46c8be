/**
 * `npm run test:chart`: the Helm chart as helm reads it (`lint --strict`) and as Kubernetes would take it: the manifests of each
 * file of values in `deploy/helm/values`, checked by kubeconform; what it waits for; and values that must be refused.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { ensureChartTools, whyNoChartTools } from "./chart/tools.ts";

const chart = "deploy/helm/belfry";
/** Of the cluster that is rendered for; helm that was not built by its own makers takes an old one. */
const kubeVersion = ["--kube-version", "1.33.0"];
const folderOfValues = "deploy/helm/values";

/** Values that are wrong, and what helm says about them. */
const refused: [set: string, says: RegExp][] = [
  ["replicas=0", /replicas/],
  ["trustedProxy=10.0.0.0/8", /trustedProxy/],
  ["publicUrl=hub.example.org", /publicUrl/],
  ["basePath=services/belfry", /basePath/],
  ["postgres.enabled=false", /existingSecret is required/],
];

const reason = whyNoChartTools();
if (reason !== undefined) {
  process.stderr.write(`belfry: the chart is not tested: ${reason}\n`);
  process.exit(process.env["CI"] === "true" ? 1 : 0);
}
const { helm, kubeconform, schemas } = await ensureChartTools();

/** What a program says. @throws Error with it when the program fails */
function said(program: string, args: string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", input });
  if (status !== 0) throw new Error(`${[path.basename(program), ...args].join(" ")}:\n${stdout}${stderr}`);
  return stdout;
}

let failed = 0;
function look(name: string, check: () => string): void {
  try {
    console.log(`ok      ${name}: ${check()}`);
  } catch (error) {
    failed++;
    console.error(`FAILED  ${name}: ${(error as Error).message}`);
  }
}

const location = path.join(schemas, "{{.ResourceKind}}{{.KindSuffix}}.json");
for (const file of [undefined, ...readdirSync(folderOfValues)]) {
  const values = file === undefined ? [] : ["--values", path.join(folderOfValues, file)];
  look(file ?? "its own values", () => {
    said(helm, ["lint", "--strict", "--quiet", ...kubeVersion, chart, ...values]);
    const manifests = said(helm, ["template", "belfry", chart, "--namespace", "jupyterhub", ...kubeVersion, ...values]);
    return said(kubeconform, ["-strict", "-summary", "-schema-location", location], manifests).trim();
  });
}
look("waits for the Postgres that it brings along, and for no other", () => {
  const waits = (values: string[]) =>
    /name: postgres-is-there/.test(said(helm, ["template", "belfry", chart, ...kubeVersion, ...values]));
  const found = [waits([]), waits(["--values", path.join(folderOfValues, "external-postgres.yaml")])];
  if (found.join() !== "true,false") throw new Error(`waits: ${found.join()}`);
  return "an init container";
});
for (const [set, says] of refused)
  look(`--set ${set}`, () => {
    const args = ["template", "belfry", chart, ...kubeVersion, "--set", set];
    const { status, stderr } = spawnSync(helm, args, { encoding: "utf8" });
    if (status === 0 || !says.test(stderr)) throw new Error(`is not refused: ${stderr}`);
    return "refused";
  });
process.exit(failed > 0 ? 1 : 0);
