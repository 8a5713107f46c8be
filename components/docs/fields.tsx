import { Fragment } from "react";
import { nameOf, typeWords, type Schema } from "./openapi.ts";
import { Prose } from "./prose.tsx";

export interface Row {
  name: string;
  required: boolean;
  schema: Schema;
  description?: string | undefined;
}

/** The fields of an object: the fields themselves, the name where it has one, or nothing where it is no object. */
export function rowsOf(schema: Schema): Row[] {
  return Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    schema: field,
    description: field.description,
    required: schema.required?.includes(name) ?? false,
  }));
}

/** One line a field: its name, what it may be, what it means. */
export function Fields({ rows }: { rows: Row[] }) {
  return (
    <dl className="divide-y divide-line rounded-control border border-line">
      {rows.map(({ name, required, schema, description }) => (
        <div key={name} className="flex flex-col gap-x-4 gap-y-0.5 px-3 py-2 sm:flex-row">
          <dt className="shrink-0 font-mono text-small [overflow-wrap:anywhere] sm:w-36">
            {name}
            {required && <span className="ml-1.5 font-sans text-meta">required</span>}
          </dt>
          <dd className="min-w-0 text-small">
            <TypeOf schema={schema} />
            {schema.default !== undefined && (
              <span className="text-meta"> · left out: {JSON.stringify(schema.default)}</span>
            )}
            {description !== undefined && (
              <p className="text-soft">
                <Prose>{description}</Prose>
              </p>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What a value may be; each name leads to where it is described. */
export function TypeOf({ schema }: { schema: Schema }) {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && nameOf(schema) === undefined)
    return choices.map((choice, at) => (
      <Fragment key={at}>
        {at > 0 && <code className="text-meta"> | </code>}
        <TypeOf schema={choice} />
      </Fragment>
    ));
  const name = nameOf(schema) ?? (schema.items && nameOf(schema.items));
  const words = <code className="text-meta [overflow-wrap:anywhere]">{typeWords(schema)}</code>;
  return name === undefined ? (
    words
  ) : (
    <a href={`#${name}`} className="underline decoration-line underline-offset-2 hover:decoration-current">
      {words}
    </a>
  );
}
