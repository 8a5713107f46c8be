/** Part of an OpenAPI 2 document, as Kubernetes publishes its own. */
interface Definition {
  type?: string;
  format?: string;
  properties?: Record<string, Definition>;
  additionalProperties?: Definition | boolean;
  items?: Definition;
  $ref?: string;
  "x-kubernetes-group-version-kind"?: { group: string; kind: string; version: string }[];
  [keyword: string]: unknown;
}

export type Definitions = Record<string, Definition>;

const prefix = "#/definitions/";

/** The two that are a text or a number, which OpenAPI 2 can't say. */
const quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const isIntOrString = ({ format }: Definition) => format === "int-or-string";

/**
 * A JSON schema for each kind of object that is named, as kubeconform reads them: a field that a kind does not have is a fault.
 * @param definitions of the OpenAPI document of Kubernetes
 * @param kinds such as `apps/v1/Deployment`, or `v1/Service` for those of no group
 * @returns by the name of its file, `deployment-apps-v1.json`
 * @throws Error for a kind that is not there
 */
export function schemasOf(definitions: Definitions, kinds: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    kinds.map((name) => {
      const parts = name.split("/");
      const [kind = "", version = "", group = ""] = parts.reverse();
      const found = Object.entries(definitions).find(([, each]) =>
        each["x-kubernetes-group-version-kind"]?.some(
          (one) => one.kind === kind && one.version === version && one.group === group,
        ),
      );
      if (!found) throw new Error(`Kubernetes' own document has no ${name}`);
      const reached = reachable(definitions, found[0]);
      const all = reached.map((each) => [each, strict(definitions[each] ?? {}, each)]);
      // networking.k8s.io is shortened so by kubeconform.
      const file = [kind.toLowerCase(), group.split(".")[0], version].filter(Boolean).join("-");
      return [`${file}.json`, { $ref: prefix + found[0], definitions: Object.fromEntries(all) as Definitions }];
    }),
  );
}

/** Names of what a definition is made of, itself first. */
function reachable(definitions: Definitions, from: string): string[] {
  const names = new Set([from]);
  for (const name of names)
    for (const [, next = ""] of JSON.stringify(definitions[name]).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g))
      names.add(next);
  return [...names];
}

function strict(definition: Definition, name?: string): Definition {
  if (name === quantity || isIntOrString(definition)) return { type: ["string", "number"] } as unknown as Definition;
  const { properties, items, additionalProperties } = definition;
  return {
    ...definition,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, strict(each)])),
      additionalProperties: false,
    }),
    ...(items && { items: strict(items) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: strict(additionalProperties) }),
  };
}
