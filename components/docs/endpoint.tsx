import type { ReactNode } from "react";
import { Code } from "./code.tsx";
import { Fields, rowsOf, TypeOf } from "./fields.tsx";
import { InEachLanguage } from "./language-choice.tsx";
import { nameOf, type Body, type Operation, type Schema } from "./openapi.ts";
import { Prose } from "./prose.tsx";
import { requestExamples } from "./request-examples.ts";

export interface Listed extends Operation {
  method: string;
  path: string;
}

/** One endpoint: what it takes and answers at the left, what that looks like at the right. */
export function Endpoint({ schemas, ...listed }: Listed & { schemas: Record<string, Schema> }) {
  const {
    method,
    path,
    operationId,
    summary,
    description,
    deprecated,
    parameters = [],
    requestBody,
    responses,
  } = listed;
  const body = requestBody?.content["application/json"]?.schema;
  const answers = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
  const request = `${method.toUpperCase()} ${path}`;
  return (
    <article
      id={operationId}
      className="flex scroll-mt-16 flex-col gap-3 rounded-card border border-line bg-surface px-4 py-3 target:border-accent sm:px-5"
    >
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        <a href={`#${operationId}`} className="hover:underline">
          <code className="[overflow-wrap:anywhere]">
            <span className="font-semibold">{method.toUpperCase()}</span> {path}
          </code>
        </a>{" "}
        <span className="font-normal text-soft">{summary}</span>
        {deprecated && <span className="text-small font-medium text-warning">Deprecated</span>}
      </h3>
      {description !== undefined && description !== "" && (
        <p className="max-w-[80ch] whitespace-pre-line text-soft">
          <Prose>{description}</Prose>
        </p>
      )}
      <div className="grid grid-cols-1 gap-x-6 gap-y-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3">
          {parameters.length > 0 && (
            <Part title="Parameters">
              <Fields
                rows={parameters.map(({ name, required = false, schema, description: about, in: where }) => ({
                  name,
                  required,
                  schema,
                  description: [where === "header" ? "Header." : "", about].filter(Boolean).join(" ") || undefined,
                }))}
              />
            </Part>
          )}
          {body && (
            <Part title="Body">
              <TypeOf schema={body} />
              <FieldsOf schema={body} schemas={schemas} />
            </Part>
          )}
          <Part title="Answers">
            <ul className="flex flex-col gap-2 text-small">
              {answers.map(([status, answer]) => (
                <Answer key={status} status={status} {...answer} />
              ))}
            </ul>
            {refusals.length > 0 && (
              <details className="text-small">
                <summary className="touch-target w-fit cursor-pointer content-center text-meta hover:text-ink">
                  Refusals: {refusals.map(([status]) => status).join(", ")}
                </summary>
                <ul className="mt-1 flex flex-col gap-1">
                  {refusals.map(([status, answer]) => (
                    <Answer key={status} status={status} {...answer} />
                  ))}
                </ul>
              </details>
            )}
          </Part>
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <Part title="Request">
            <InEachLanguage name={request} code={requestExamples(listed)} />
          </Part>
          {answers.slice(0, 1).map(([status, { content }]) =>
            Object.entries(content ?? {}).map(([type, { example }]) => (
              <Part key={type} title={`${status} ${type}`}>
                <Code name={`Answer to ${request}`}>{wordsOf(type, example)}</Code>
              </Part>
            )),
          )}
        </div>
      </div>
    </article>
  );
}

/** An answer's example as it comes: JSON, a text, or an event of a stream. */
function wordsOf(type: string, example: unknown): string {
  if (typeof example === "string") return example.trimEnd();
  if (type !== "text/event-stream") return JSON.stringify(example, null, 2);
  const { id, event, data } = example as { id: string; event: string; data: unknown };
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}`;
}

function Answer({ status, description, content, headers = {} }: Listed["responses"][string] & { status: string }) {
  return (
    <li className="grid grid-cols-[2.5rem_1fr] gap-x-2">
      <span className="font-mono tabular-nums">{status}</span>
      <span className="min-w-0">
        <Prose>{description}</Prose>
        {Object.entries(content ?? {}).map(([type, { schema }]: [string, Body]) => (
          <span key={type} className="text-meta">
            {" · "}
            {type === "text/csv" || type === "text/plain" ? type : <TypeOf schema={schema} />}
          </span>
        ))}
        {Object.keys(headers).length > 0 && (
          <span className="block text-meta">
            with{" "}
            <Prose>
              {Object.keys(headers)
                .map((name) => `\`${name}\``)
                .join(", ")}
            </Prose>
          </span>
        )}
      </span>
    </li>
  );
}

/** The fields of a body by its name, folded where they are many. */
export function FieldsOf({ schema, schemas }: { schema: Schema; schemas: Record<string, Schema> }) {
  const named = nameOf(schema);
  const rows = rowsOf(named === undefined ? schema : (schemas[named] ?? {}));
  return rows.length > 0 && <Fields rows={rows} />;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h4 className="text-small font-medium text-meta">{title}</h4>
      {children}
    </div>
  );
}
