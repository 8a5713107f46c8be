import { isDeepStrictEqual } from "node:util";

type Json = Record<string, unknown>;
/** As much of a document as programs depend on. */
export interface Promised {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}
interface Operation {
  parameters?: { in: string; name: string; required?: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { content?: Record<string, { schema: Json }>; headers?: Json }>;
}

/** Which way a value goes: whoever sends it may not be asked for more, whoever reads it may not be given less. */
type Way = "sent" | "read";

/**
 * What a program that was written to one document finds broken in the next: an address, a method, a parameter, a header or a
 * field that is gone, one that has to be sent now, one that need not be there any more, and whatever a value may be no
 * longer. What was added breaks nothing.
 * @returns each in words, as CHANGELOG.md has to declare it; a body's shape by its name
 */
export function breaks(before: Promised, after: Promised): string[] {
  const found = new Set<string>();
  for (const [path, methods] of Object.entries(before.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const at = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      if (!now) found.add(`${at} is gone`);
      else for (const fault of ofOperation(operation, now, new Shapes(before, after))) found.add(`${at}: ${fault}`);
    }
  return [...found];
}

function ofOperation(before: Operation, after: Operation, shapes: Shapes): string[] {
  const faults: string[] = [];
  const named = ({ in: place, name }: { in: string; name: string }) => `${place} ${name}`;
  const now = new Map(after.parameters?.map((each) => [named(each), each]));
  const known = new Map(before.parameters?.map((each) => [named(each), each]));
  for (const [name, { schema }] of known) {
    const parameter = now.get(name);
    faults.push(...(parameter ? shapes.compare(schema, parameter.schema, "sent", name) : [`${name} is gone`]));
  }
  for (const [name, { required }] of now)
    if (required && !known.get(name)?.required) faults.push(`${name} has to be sent`);
  if (after.requestBody && !before.requestBody) faults.push("a body has to be sent");
  faults.push(...ofContent(before.requestBody?.content, after.requestBody?.content, "sent", "body", shapes));
  for (const [status, { content, headers }] of Object.entries(before.responses)) {
    const answer = after.responses[status];
    if (!answer && Number(status) < 400) faults.push(`${status} is gone`);
    if (!answer) continue;
    for (const header of Object.keys(headers ?? {}))
      if (!(header in (answer.headers ?? {}))) faults.push(`${status}, header ${header} is gone`);
    faults.push(...ofContent(content, answer.content, "read", status, shapes));
  }
  return faults;
}

type Content = Record<string, { schema: Json }> | undefined;

function ofContent(before: Content, after: Content, way: Way, at: string, shapes: Shapes): string[] {
  return Object.entries(before ?? {}).flatMap(([type, { schema }]) => {
    const now = after?.[type];
    return now ? shapes.compare(schema, now.schema, way, at) : [`${at} ${type} is gone`];
  });
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const object = (value: unknown) => (typeof value === "object" && value !== null ? (value as Json) : {});
const number = (value: unknown, otherwise: number) => (typeof value === "number" ? value : otherwise);

/** Bounds, and whether a greater one is the narrower. */
const lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];

/** Compares schemas of two documents. */
class Shapes {
  readonly #before: Promised;
  readonly #after: Promised;

  constructor(before: Promised, after: Promised) {
    this.#before = before;
    this.#after = after;
  }

  compare(before: Json, after: Json, way: Way, at: string): string[] {
    const [one, its] = [resolve(before, this.#before, at), resolve(after, this.#after, at)];
    const choices = this.#choices(one.schema);
    const now = this.#choices(its.schema);
    if (choices.length === 1 && now.length === 1) return this.#ofOne(one.schema, its.schema, way, one.at);
    // Each that there was is still one of those that there are.
    return choices.flatMap((choice) => {
      const faults = now.map((each) => this.compare(choice, each, way, one.at));
      const least = faults.toSorted((a, b) => a.length - b.length)[0] ?? [];
      const same = choice["$ref"] === undefined ? -1 : now.findIndex(({ $ref }) => $ref === choice["$ref"]);
      if (same >= 0 || least.length === 0) return faults[same] ?? [];
      return [`${one.at} may be ${nameOf(choice)} no longer`];
    });
  }

  #choices(schema: Json): Json[] {
    const choices = [...list(schema["anyOf"]), ...list(schema["oneOf"])];
    return choices.length > 0 ? choices : [schema];
  }

  #ofOne(before: Json, after: Json, way: Way, at: string): string[] {
    // Whoever is narrowed: what is sent must still be taken, what is read must still be understood.
    const [wide, narrow] = way === "sent" ? [before, after] : [after, before];
    const faults: string[] = [];
    if (!typesOf(wide).every((type) => typesOf(narrow).some((each) => fits(type, each))))
      faults.push(`${at} was ${typesOf(before).join(" or ")}, and is ${typesOf(after).join(" or ")}`);
    const values = valuesOf(after);
    for (const value of valuesOf(before) ?? [])
      if (values && !values.some((each) => isDeepStrictEqual(each, value)))
        faults.push(`${at} may be ${JSON.stringify(value)} no longer`);
    if (way === "sent") {
      if (values && !valuesOf(before)) faults.push(`${at} may be ${JSON.stringify(values)} alone`);
      for (const bound of lower)
        if (number(after[bound], -Infinity) > number(before[bound], -Infinity))
          faults.push(`${at} has a greater ${bound}`);
      for (const bound of upper)
        if (number(after[bound], Infinity) < number(before[bound], Infinity))
          faults.push(`${at} has a smaller ${bound}`);
      if (after["pattern"] !== undefined && after["pattern"] !== before["pattern"])
        faults.push(`${at} has another pattern`);
    }
    return [...faults, ...this.#ofFields(before, after, way, at), ...this.#ofItems(before, after, way, at)];
  }

  #ofFields(before: Json, after: Json, way: Way, at: string): string[] {
    const [fields, now] = [object(before["properties"]), object(after["properties"])];
    const [needed, neededNow] = [list(before["required"]) as unknown[], list(after["required"]) as unknown[]];
    const closed = after["additionalProperties"] === false;
    const faults = Object.entries(fields).flatMap(([name, schema]) => {
      if (name in now) return this.compare(object(schema), object(now[name]), way, `${at}.${name}`);
      return way === "read" || closed ? [`${at}.${name} is gone`] : [];
    });
    if (way === "sent") {
      for (const name of neededNow) if (!needed.includes(name)) faults.push(`${at}.${String(name)} has to be sent`);
      if (closed && before["type"] === "object" && before["additionalProperties"] !== false)
        faults.push(`${at} takes no further fields`);
    } else {
      for (const name of needed)
        if (String(name) in now && !neededNow.includes(name)) faults.push(`${at}.${String(name)} may be missing`);
    }
    return faults;
  }

  #ofItems(before: Json, after: Json, way: Way, at: string): string[] {
    return ["items", "additionalProperties"].flatMap((key) =>
      typeof before[key] === "object" && typeof after[key] === "object"
        ? this.compare(object(before[key]), object(after[key]), way, `${at}[]`)
        : [],
    );
  }
}

const nameOf = ({ $ref, type }: Json) =>
  typeof $ref === "string" ? $ref.split("/").at(-1) : JSON.stringify(type ?? "anything");

/** A schema itself, and what to call it: by its name where it has one. */
function resolve(schema: Json, { components }: Promised, at: string): { schema: Json; at: string } {
  const name = typeof schema["$ref"] === "string" ? schema["$ref"].split("/").at(-1) : undefined;
  return name === undefined ? { schema, at } : { schema: components.schemas[name] ?? {}, at: name };
}

const anyType = ["string", "number", "boolean", "object", "array", "null"];
const typesOf = ({ type }: Json): string[] => (type === undefined ? anyType : [type as string | string[]].flat());
const fits = (type: string, into: string) => type === into || (type === "integer" && into === "number");
const valuesOf = (schema: Json): unknown[] | undefined =>
  "const" in schema ? [schema["const"]] : (schema["enum"] as unknown[] | undefined);
