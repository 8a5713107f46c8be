import { grouped } from "#lib/grouped.ts";

/** The parts of JSON Schema that our own documents use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
  minLength?: number;
  maxItems?: number;
  format?: string;
  additionalProperties?: boolean | Schema;
  examples?: unknown[];
}

export interface Body {
  schema: Schema;
  example?: unknown;
}

export interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
}

export interface Operation {
  tags: string[];
  operationId: string;
  summary: string;
  description?: string;
  parameters?: Parameter[];
  deprecated?: boolean;
  security?: unknown[];
  requestBody?: { content: Record<string, Body> };
  responses: Record<
    string,
    {
      description: string;
      content?: Record<string, Body>;
      headers?: Record<string, { description: string; schema: Schema }>;
    }
  >;
}

/** The parts of an OpenAPI document that the reference shows. */
export interface OpenApi {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** A schema's name where it has one, such as `Broadcast`. */
export function nameOf({ $ref }: Schema): string | undefined {
  return $ref?.split("/").at(-1);
}

/** What a value may be, in a few words: `number ≥ 1`, `"info" | "error"`, `Broadcast[]`. */
export function typeWords(schema: Schema): string {
  const named = nameOf(schema);
  if (named !== undefined) return named;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeWords))].join(" | ");
  if (schema.items) {
    const most = schema.maxItems === undefined ? "" : ` of at most ${grouped(schema.maxItems)}`;
    return `${bracketed(typeWords(schema.items))}[]${most}`;
  }
  const type = [schema.type ?? "any"].flat().join(" | ");
  const bounds = [
    schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER && `≥ ${grouped(schema.minimum)}`,
    schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER && `≤ ${grouped(schema.maximum)}`,
    (schema.minLength ?? 0) > 1 && `of at least ${schema.minLength}`,
    schema.maxLength !== undefined && `of at most ${grouped(schema.maxLength)} characters`,
    schema.format,
  ];
  return [type, ...bounds.filter(Boolean)].join(" ");
}

const bracketed = (words: string) => (words.includes(" | ") ? `(${words})` : words);
