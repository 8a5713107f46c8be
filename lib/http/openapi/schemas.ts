import { z } from "zod";

export type Json = Record<string, unknown>;

/**
 * Turns zod schemas into JSON Schema (2020-12, which OpenAPI 3.1 speaks). Those with an `id` in their meta become
 * components, collected on the way. `documented` in the meta stands for a schema that checks what JSON Schema can't say.
 */
export class Schemas {
  readonly components: Json = {};

  /** @param io `input` for what is sent to us, `output` for what we answer */
  of(schema: z.ZodType, io: "input" | "output"): Json {
    const whole = z.toJSONSchema(schema, {
      io,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        const documented = z.globalRegistry.get(zodSchema)?.["documented"];
        if (!(documented instanceof z.ZodType)) return;
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        Object.assign(jsonSchema, this.of(documented, io));
      },
    });
    const {
      $schema: _,
      $defs,
      ...own
    } = JSON.parse(JSON.stringify(whole).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
    Object.assign(this.components, $defs);
    return own;
  }

  /** The properties of an object schema, and which of them must be there. */
  properties(schema: z.ZodType): { name: string; schema: Json; required: boolean }[] {
    const { properties = {}, required = [] } = this.of(schema, "input") as {
      properties?: Record<string, Json>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, own]) => ({ name, schema: own, required: required.includes(name) }));
  }
}
