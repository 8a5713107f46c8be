import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

export type Json = Record<string, unknown>;

/**
 * Turns zod schemas into JSON Schema (2020-12, which OpenAPI 3.1 speaks). Those with an `id` in their meta become
 * components, collected on the way. `documented` in the meta stands for a schema that checks what JSON Schema can't say;
 * `discriminated` names the property by which the members of a union of components are told apart.
 */
export class Schemas {
  readonly components: Record<string, Json> = {};

  /**
   * @param io `input` for what is sent to us, `output` for what we answer
   * @throws Error for two schemas of one name
   */
  of(schema: z.ZodType, io: "input" | "output"): Json {
    const whole = z.toJSONSchema(schema, {
      io,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        const documented = z.globalRegistry.get(zodSchema)?.["documented"];
        if (!(documented instanceof z.ZodType)) return;
        const { description } = jsonSchema;
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, description !== undefined && { description }, this.of(documented, io));
      },
    });
    const {
      $schema: _,
      $defs = {},
      id,
      ...own
    } = JSON.parse(JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json & {
      $defs?: Record<string, Json>;
      id?: string;
    };
    for (const [name, { id: _, ...one }] of Object.entries({ ...$defs, ...(id !== undefined && { [id]: own }) }))
      this.#keep(name, told(one));
    return id === undefined ? told(own) : { $ref: `#/components/schemas/${id}` };
  }

  #keep(name: string, schema: Json) {
    const before = (this.components[name] ??= schema);
    if (!isDeepStrictEqual(before, schema)) throw new Error(`two schemas are called ${name}`);
  }

  /** The properties of an object schema, and which of them must be there. */
  properties(schema: z.ZodType): { name: string; schema: Json; required: boolean }[] {
    const { properties = {}, required = [] } = this.of(schema, "input") as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, own]) => ({ name, schema: own, required: required.includes(name) }));
  }

  /** Says of each union how its members are told apart, once all of them are known. */
  discriminate(): void {
    for (const schema of Object.values(this.components)) {
      const {
        discriminated,
        anyOf,
        oneOf = anyOf,
      } = schema as { discriminated?: string; anyOf?: Json[]; oneOf?: Json[] };
      if (discriminated === undefined) continue;
      const mapping: Json = Object.fromEntries(
        (oneOf ?? []).flatMap(({ $ref }): [string, unknown][] => {
          const { properties } = this.components[String($ref).split("/").at(-1) ?? ""] as {
            properties: Record<string, Json>;
          };
          const value = properties[discriminated]?.["const"];
          return typeof value === "string" ? [[value, $ref]] : [];
        }),
      );
      delete schema["discriminated"];
      delete schema["anyOf"];
      Object.assign(schema, { oneOf, discriminator: { propertyName: discriminated, mapping } });
    }
  }
}

/** Without what says nothing: bounds that any number a program can hold is within. */
function told<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(told) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const safe: unknown[] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !((key === "maximum" || key === "minimum") && safe.includes(value)))
      .map(([key, value]) => [key, told(value)]),
  ) as T;
}
