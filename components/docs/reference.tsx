import { Fields, rowsOf, TypeOf } from "./fields.tsx";
import type { OpenApi, Operation } from "./openapi.ts";
import { Prose } from "./prose.tsx";

const anchor = (text: string) => text.toLowerCase().replace(/[^a-z]+/g, "-");

interface Listed extends Operation {
  method: string;
  path: string;
}

/** Every endpoint by its heading, then the shapes they share. */
export function Reference({ document }: { document: OpenApi }) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Listed => ({ method, path, ...operation })),
  );
  const headings = Map.groupBy(operations, ({ tags }) => tags[0] ?? "");
  return (
    <div className="flex flex-col gap-10">
      <nav aria-label="On this page">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {[...headings.keys(), "Shapes"].map((heading) => (
            <li key={heading}>
              <a
                href={`#${anchor(heading)}`}
                className="touch-target inline-flex items-center underline decoration-line underline-offset-4 hover:decoration-current"
              >
                {heading}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {[...headings].map(([heading, listed]) => (
        <section key={heading} aria-labelledby={anchor(heading)} className="flex flex-col gap-4">
          <h2 id={anchor(heading)} className="scroll-mt-16 text-title font-semibold">
            {heading}
          </h2>
          {listed.map((operation) => (
            <Endpoint key={operation.operationId} {...operation} />
          ))}
        </section>
      ))}
      <section aria-labelledby="shapes" className="flex flex-col gap-6">
        <h2 id="shapes" className="scroll-mt-16 text-title font-semibold">
          Shapes
        </h2>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <div key={name} id={name} className="flex scroll-mt-16 flex-col gap-2">
            <h3 className="font-mono font-semibold">{name}</h3>
            {schema.description !== undefined && (
              <p className="max-w-[72ch] text-soft">
                <Prose>{schema.description}</Prose>
              </p>
            )}
            {schema.properties ? <Fields rows={rowsOf(schema)} /> : <TypeOf schema={schema} />}
          </div>
        ))}
      </section>
    </div>
  );
}

function Endpoint({ method, path, summary, description, parameters = [], requestBody, responses }: Listed) {
  const body = requestBody?.content["application/json"]?.schema;
  return (
    <article className="flex flex-col gap-3 rounded-card border border-line bg-surface px-4 py-3 sm:px-5">
      <h3 className="flex flex-wrap items-baseline gap-x-3">
        <code className="[overflow-wrap:anywhere]">
          <span className="font-semibold">{method.toUpperCase()}</span> {path}
        </code>
        <span className="font-normal text-soft">{summary}</span>
      </h3>
      {description !== undefined && description !== "" && (
        <p className="max-w-[72ch] whitespace-pre-line text-soft">
          <Prose>{description}</Prose>
        </p>
      )}
      {parameters.length > 0 && (
        <Section title="Parameters">
          <Fields
            rows={parameters.map(({ name, required = false, schema, description: about, in: where }) => ({
              name,
              required,
              schema,
              description: [where === "header" ? "Header." : "", about].filter(Boolean).join(" ") || undefined,
            }))}
          />
        </Section>
      )}
      {body && (
        <Section title="Body">{body.properties ? <Fields rows={rowsOf(body)} /> : <TypeOf schema={body} />}</Section>
      )}
      <Section title="Answers">
        <ul className="flex flex-col gap-1 text-small">
          {Object.entries(responses).map(([status, { description: about, content, headers }]) => (
            <li key={status} className="flex flex-wrap gap-x-2">
              <span className="font-mono tabular-nums">{status}</span>
              <span>
                <Prose>{about}</Prose>
              </span>
              {Object.entries(content ?? {}).map(([type, { schema }]) => (
                <span key={type} className="text-meta">
                  {type === "application/json" ? <TypeOf schema={schema} /> : type}
                </span>
              ))}
              {Object.keys(headers ?? {}).length > 0 && (
                <span className="text-meta">with {Object.keys(headers ?? {}).join(", ")}</span>
              )}
            </li>
          ))}
        </ul>
      </Section>
    </article>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h4 className="text-small font-medium text-meta">{title}</h4>
      {children}
    </div>
  );
}
